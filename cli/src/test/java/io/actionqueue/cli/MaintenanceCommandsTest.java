package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's tools as commands, on sound and damaged directories: words, documents, exit
/// codes.
final class MaintenanceCommandsTest {
  private static final Path GOLDEN = Path.of("..", "storage", "src", "test", "resources", "golden");

  @TempDir private Path home;
  private Path directory;
  private Path log;
  private final Cli cli = new Cli();

  @BeforeEach
  void place() {
    directory = home.resolve("data");
    log = directory.resolve("wal").resolve("actionqueue.wal");
    cli.dataDirectory(directory);
  }

  private void submit(int tasks) {
    for (int i = 0; i < tasks; i++) {
      Result result = cli.run("submit", "--action", "mail", "--payload-json", "{\"n\":" + i + "}");
      assertThat(result.exit()).as(result.err()).isZero();
    }
  }

  private Result done(String... args) {
    Result result = cli.run(args);
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private Result unchanged(String... args) {
    var before = Tree.of(home);
    Result result = cli.run(args);
    assertThat(Tree.of(home)).isEqualTo(before);
    return result;
  }

  private void damage(int fromEnd) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length - fromEnd] ^= 1;
    Files.write(log, bytes, StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Test
  void inspectShowsFilesSnapshotsAndWhatOpeningWouldDo() {
    submit(3);
    done("snapshot", "create");
    submit(1);
    Result result = unchanged("inspect");
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("actionqueue.wal", "active", "snapshot.bin", "v8", "good", "Opening would:")
        .contains("State: 4 tasks, 4 runs, digest ");
    var document = unchanged("inspect", "--json").json();
    assertThat(document.path("log").path(0).path("frames_v6").intValue()).isEqualTo(4);
    assertThat(document.path("snapshots").path(0).path("tasks").intValue()).isEqualTo(3);
    assertThat(document.path("opening").path("ok").booleanValue()).isTrue();
    assertThat(document.path("opening").path("last_sequence").intValue()).isEqualTo(8);
  }

  @Test
  void inspectOfADamagedDirectorySaysSoAndSucceeds() {
    Tree.copy(GOLDEN.resolve("corrupt").resolve("wal-middle-crc-bitflip"), directory);
    Result result = unchanged("inspect");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("corrupt at 412", "Opening would be refused (wal_corrupt)");
    assertThat(unchanged("inspect", "--json").json().path("opening").path("code").stringValue())
        .isEqualTo("wal_corrupt");
  }

  @Test
  void repairSaysWhatItWouldDoThenDoesItAndKeepsACopy() throws IOException {
    submit(2);
    damage(4);
    assertThat(unchanged("wal", "verify").errorCode()).isEqualTo("wal_corrupt");
    Result plan = unchanged("wal", "repair", "--dry-run");
    assertThat(plan.exit()).isZero();
    assertThat(plan.out()).startsWith("A repair would:\n").contains("cut it at offset");
    Result repair = done("wal", "repair");
    assertThat(repair.out()).startsWith("Done:\n").contains("kept: ", "last event is 2");
    try (Stream<Path> files = Files.list(log.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("actionqueue.wal.torn-"));
    }
    done("wal", "verify");
    assertThat(done("wal", "repair").out()).startsWith("Nothing to repair");
    assertThat(done("wal", "repair", "--json").json().path("steps").size()).isZero();
  }

  @Test
  void repairRefusesToLoseRecordsBehindDamage() throws IOException {
    submit(3);
    byte[] bytes = Files.readAllBytes(log);
    damage(bytes.length - 20);
    for (String flag : List.of("--dry-run", "--accept-gaps")) {
      Result result = cli.run("wal", "repair", flag);
      assertThat(result.exit()).isEqualTo(4);
      assertThat(result.errorCode()).isEqualTo("repair_refused");
      assertThat(result.message()).contains("a whole frame", "follows at offset");
    }
  }

  @Test
  void snapshotsAreCreatedVerifiedAndShown() throws IOException {
    submit(2);
    Result created = done("snapshot", "create", "--form", "native");
    assertThat(created.out()).contains("up to event 4", "No log was dropped");
    submit(1);
    var second = done("snapshot", "create", "--json").json();
    assertThat(second.path("sequence").intValue()).isEqualTo(6);
    assertThat(second.path("previous_sequence").intValue()).isEqualTo(4);
    assertThat(unchanged("snapshot", "verify").out()).contains("native", "v8", "good");
    assertThat(unchanged("snapshot", "show").out()).contains("up to event  6", "tasks        3");
    Path older = directory.resolve("snapshots").resolve("snapshot-00000000000000000004.aqs");
    assertThat(unchanged("snapshot", "show", older.toString()).out()).contains("tasks        2");
    assertThat(
            unchanged("snapshot", "show", "--json").json().path("projection").path("tasks").size())
        .isEqualTo(3);
    byte[] bytes = Files.readAllBytes(older);
    bytes[bytes.length / 2] ^= 1;
    Files.write(older, bytes);
    Result verify = unchanged("snapshot", "verify");
    assertThat(verify.exit()).isEqualTo(4);
    assertThat(verify.errorCode()).isEqualTo("snapshot_unsound");
    assertThat(verify.message()).contains(older.toString());
    assertThat(unchanged("snapshot", "show", older.toString()).errorCode())
        .isEqualTo("snapshot_unsound");
  }

  @Test
  void snapshotCreateTakesNoOtherForm() {
    submit(1);
    assertThat(unchanged("snapshot", "create", "--form", "v9").exit()).isEqualTo(3);
    assertThat(cli.run("snapshot", "create", "--data-dir", "/no/such/place").exit()).isEqualTo(4);
    assertThat(cli.run("snapshot", "show").errorCode()).isEqualTo("storage_bootstrap_failed");
  }

  @Test
  void aBackupIsRestoredElsewhere() throws IOException {
    submit(3);
    Path backup = home.resolve("backup");
    Result made = done("backup", backup.toString());
    assertThat(made.out()).contains("Backed up through event 6", "digest ");
    Path restored = home.resolve("restored");
    Result back = done("restore", backup.toString(), "--data-dir", restored.toString());
    assertThat(back.out()).contains("Restored through event 6");
    assertThat(done("state", "--json", restored.toString()).out())
        .isEqualTo(done("state", "--json", directory.toString()).out());
    Result again = unchanged("restore", backup.toString(), "--data-dir", restored.toString());
    assertThat(again.exit()).isEqualTo(3);
    assertThat(again.errorCode()).isEqualTo("target_not_empty");
    Path copy = backup.resolve("wal").resolve("actionqueue.wal");
    byte[] bytes = Files.readAllBytes(copy);
    bytes[40] ^= 1;
    Files.write(copy, bytes);
    Result unsound = cli.run("restore", backup.toString(), "--data-dir", home + "/third");
    assertThat(unsound.exit()).isEqualTo(4);
    assertThat(unsound.errorCode()).isEqualTo("backup_unsound");
  }

  @Test
  void anExportIsALogOfSingleRecords() {
    submit(2);
    Path target = home.resolve("old");
    assertThat(done("export", "--format", "0.1.2", target.toString()).out())
        .contains("4 events as single records");
    assertThat(
            done("wal", "verify", "--json", target.toString())
                .json()
                .path("batch_frames")
                .intValue())
        .isZero();
    assertThat(done("state", "--json", target.toString()).out())
        .isEqualTo(done("state", "--json", directory.toString()).out());
    assertThat(unchanged("export", "--format", "0.2", home + "/x").exit()).isEqualTo(3);
    assertThat(unchanged("export", "--format", "0.1.2", target.toString()).errorCode())
        .isEqualTo("target_not_empty");
    assertThat(unchanged("export", home + "/x").exit()).isEqualTo(2);
  }

  @Test
  void compactSaysWhatItFreed() {
    submit(2);
    assertThat(done("compact").out())
        .contains("of log in 1 file dropped, behind the snapshot up to event 4");
    submit(1);
    assertThat(done("compact").out()).contains("behind the snapshot up to event 6");
    assertThat(done("compact", "--json").json().path("dropped_bytes").intValue()).isZero();
    assertThat(done("inspect", "--json").json().path("log").get(0).path("bytes").intValue())
        .isZero();
  }

  @Test
  void theStateIsShownAsItWas() {
    submit(3);
    assertThat(unchanged("state", "--at-sequence", "2").out())
        .contains("as it was behind event  2", "tasks                   1");
    assertThat(
            unchanged("state", "--at-sequence", "4", "--json")
                .json()
                .path("projection")
                .path("tasks")
                .size())
        .isEqualTo(2);
    Result late = unchanged("state", "--at-sequence", "99");
    assertThat(late.exit()).isEqualTo(3);
    assertThat(late.errorCode()).isEqualTo("sequence_unavailable");
    assertThat(late.message()).contains("the last one is 6");
    assertThat(unchanged("state", "--at-sequence", "x").exit()).isEqualTo(3);
  }
}
