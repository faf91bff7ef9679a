package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The operator's tools while a real daemon holds the directory (S-17): what reads works beside it,
/// what writes is done by it, and what needs the directory for itself says so.
@Timeout(180)
final class MaintenanceBesideDaemonCrashTest {
  @TempDir private Path home;

  @Test
  void toolsWorkBesideADaemonOrThroughItOrSayThatItHoldsTheDirectory() {
    Path directory = home.resolve("data");
    Cli cli = new Cli().dataDirectory(directory);
    String[] retention = {"--retention-max-tasks", "1", "--allow-exec", "echo"};
    try (var daemon = DaemonProcess.start(directory, DaemonProcess.freeAddress(), retention)) {
      for (int i = 0; i < 3; i++) {
        Result done = cli.run("submit", "--wait", "--", "echo", "hello " + i);
        assertThat(done.exit()).as(done.err()).isZero();
      }
      Result snapshot = cli.run("snapshot", "create", "--json");
      assertThat(snapshot.exit()).as(snapshot.err()).isZero();
      assertThat(snapshot.json().path("tasks_dropped").intValue()).isEqualTo(2);
      assertThat(snapshot.json().path("bytes").longValue()).isPositive();
      assertThat(cli.run("compact").out())
          .contains("The daemon wrote a snapshot up to event", "of log in 1 file dropped");
      assertThat(cli.run("snapshot", "create", "--form", "v8").exit()).isEqualTo(3);
      assertThat(cli.run("task", "list", "--json").json().path("total").intValue()).isEqualTo(1);
      assertThat(cli.run("snapshot", "verify").exit()).isZero();
      assertThat(cli.run("inspect").out()).contains("Opening would:");
      assertThat(cli.run("wal", "repair", "--dry-run").out()).startsWith("Nothing to repair");
      Result repair = cli.run("wal", "repair");
      assertThat(repair.exit()).isEqualTo(4);
      assertThat(repair.errorCode()).isEqualTo("directory_locked");
      Result backup = cli.run("backup", home.resolve("backup").toString());
      assertThat(backup.exit()).as(backup.err()).isZero();
      daemon.killHard();
    }
    Path restored = home.resolve("restored");
    Result back =
        cli.run("restore", home.resolve("backup").toString(), "--data-dir", restored.toString());
    assertThat(back.exit()).as(back.err()).isZero();
    assertThat(cli.run("state", "--json", restored.toString()).out())
        .isEqualTo(cli.run("state", "--json", directory.toString()).out());
  }
}
