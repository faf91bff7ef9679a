package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// The views of S-25 on files of the original, and on what is no store at all. Nothing may change.
final class InspectionTest {
  private static final Path GOLDEN = Path.of("..", "storage", "src", "test", "resources", "golden");

  @TempDir private Path home;
  private Path directory;
  private final Cli cli = new Cli();

  @BeforeEach
  void place() {
    directory = home.resolve("data");
  }

  private void copy(String golden) {
    Tree.copy(GOLDEN.resolve(golden), directory);
  }

  private Result unchanged(String... args) {
    var before = Tree.of(home);
    Result result = cli.run(args);
    assertThat(Tree.of(home)).isEqualTo(before);
    return result;
  }

  @Test
  void aDirectoryThatOthersMayLookIntoIsWarnedAbout() throws IOException {
    copy("lifecycle");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    String data = directory.toString();
    for (Result result :
        List.of(
            unchanged("inspect", "--data-dir", data),
            unchanged("config", "check", "--data-dir", data))) {
      assertThat(result.exit()).isZero();
      assertThat(result.err()).contains("is open to others than its owner (rwxr-xr-x)");
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    assertThat(unchanged("inspect", "--data-dir", data).err()).isEmpty();
    assertThat(unchanged("config", "check", "--data-dir", data).err()).isEmpty();
  }

  @Test
  void theDumpOfARealLifeIsTheOriginals() throws IOException {
    copy("lifecycle");
    Result result = unchanged("wal", "dump", "--json", directory.toString());
    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(Files.readString(directory.resolve("expected.jsonl")));
  }

  @Test
  void theDumpOfEveryEventIsTheOriginalsWithTheBytes() throws IOException {
    copy("all-events");
    String expected = Files.readString(directory.resolve("expected.jsonl"));
    for (Path place : List.of(directory, directory.resolve("actionqueue.wal"))) {
      Result result = unchanged("wal", "dump", "--hex", "--json", place.toString());
      assertThat(result.out()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshot-plus-tail",
        "snapshot-plus-tail-wal-only",
        "snapshot-prefix-removed",
        "snapshot-only-format-empty"
      })
  void theStateIsTheOriginals(String golden) throws IOException {
    copy(golden);
    Result result = unchanged("state", "--json", directory.toString());
    assertThat(result.exit()).isZero();
    var expected =
        JsonMapper.shared()
            .readTree(Files.readString(directory.resolve("expected-projection.json")));
    assertThat(result.json().path("projection")).isEqualTo(expected.path("projection"));
    assertThat(result.json().path("ok").booleanValue()).isTrue();
  }

  @Test
  void peopleGetASummaryAndOneLineForARecord() {
    copy("lifecycle");
    assertThat(unchanged("state", directory.toString()).out())
        .contains("last event", "engine", "tasks", "runs");
    Result dump = unchanged("wal", "dump", directory.toString());
    assertThat(dump.lines().getFirst())
        .isEqualTo(
            "         0        1  TenantCreated         "
                + "{\"tenant_id\":\"a0c3fde1-652b-4423-a6a1-6bb14d2d7c39\",\"name\":\"Acme GmbH\","
                + "\"timestamp\":1700117000}");
  }

  @ParameterizedTest
  @CsvSource({
    "corrupt/wal-tail-payload-cut, wal_torn_tail",
    "corrupt/wal-middle-crc-bitflip, wal_corrupt"
  })
  void verifyNamesOffsetAndReason(String golden, String code) {
    copy(golden);
    Result result = unchanged("wal", "verify", "--json", directory.toString());
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorKind()).isEqualTo("runtime");
    assertThat(result.errorCode()).isEqualTo(code);
    assertThat(result.message()).containsPattern("at offset \\d+ \\((incomplete|crc)_\\w+\\)");
  }

  @Test
  void verifyOfACleanLogCounts() {
    copy("corrupt/wal-clean");
    Result result = unchanged("wal", "verify", "--json", directory.toString());
    assertThat(result.exit()).isZero();
    assertThat(result.json().path("ok").booleanValue()).isTrue();
    assertThat(result.json().path("events").intValue()).isEqualTo(16);
    assertThat(unchanged("wal", "verify", directory.toString()).out()).contains("events=16\n");
  }

  @Test
  void aDirectoryWithoutALogIsEmptyAndClean() throws IOException {
    Path empty = Files.createDirectory(home.resolve("empty"));
    Result result = unchanged("wal", "verify", "--json", empty.toString());
    assertThat(result.exit()).isZero();
    assertThat(result.json().path("events").intValue()).isZero();
    assertThat(empty).isEmptyDirectory();
    String missing = home.resolve("missing").toString();
    assertThat(unchanged("wal", "verify", missing).exit()).isEqualTo(4);
  }

  @Test
  void aTornLogShowsWhatOpeningWouldGiveAndWarns() {
    copy("corrupt/wal-tail-payload-cut");
    for (String[] args :
        new String[][] {
          {"state", directory.toString()},
          {"wal", "dump", directory.toString()},
          {"stats", "--data-dir", directory.toString()},
          {"task", "list", "--data-dir", directory.toString()}
        }) {
      Result result = unchanged(args);
      assertThat(result.exit()).isZero();
      assertThat(result.out()).isNotEmpty();
      assertThat(result.err()).contains("warning").contains("unfinished write").hasLineCount(1);
    }
  }

  @Test
  void aDamagedLogIsRefusedByEveryCommandThatNeedsTheState() {
    copy("corrupt/wal-middle-crc-bitflip");
    String id = "00000000-0000-4000-8000-000000000001";
    for (String command :
        new String[] {
          "stats",
          "task list",
          "task get " + id,
          "run list",
          "run explain " + id,
          "engine status",
          "engine pause",
          "task cancel " + id,
          "run cancel " + id
        }) {
      Result result = unchanged((command + " --data-dir " + directory).split(" "));
      assertThat(result.exit()).as(command).isEqualTo(4);
      assertThat(result.errorCode()).isEqualTo("storage_bootstrap_failed");
      assertThat(result.message()).contains("offset 412").contains("crc_mismatch");
    }
    var before = Tree.withoutLock(directory);
    Result submit = cli.run("submit", "--action", "a", "--data-dir", directory.toString());
    assertThat(submit.errorCode()).isEqualTo("storage_bootstrap_failed");
    assertThat(Tree.withoutLock(directory)).isEqualTo(before);
  }

  @Test
  void theStateOfWhatCannotBeOpenedIsADocumentToo() {
    copy("corrupt/replay-state-wrong-previous");
    Result result = unchanged("state", "--json", directory.toString());
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.json().path("ok").booleanValue()).isFalse();
    assertThat(result.json().path("error").path("kind").stringValue()).isEqualTo("WalReplay");
    assertThat(result.json().path("error").path("message").stringValue()).isNotEmpty();
    assertThat(result.errorCode()).isEqualTo("storage_bootstrap_failed");
  }

  @Test
  void aDirectoryWithoutALogIsTheEmptyState() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("letter.txt"), "Dear all,");
    String place = directory.toString();
    assertThat(unchanged("state", "--json", place).out()).contains("\"latest_sequence\":0");
    assertThat(unchanged("stats", "--data-dir", place).out()).contains("total_tasks=0");
    assertThat(unchanged("wal", "dump", place).out()).isEmpty();
    assertThat(unchanged("task", "list", "--data-dir", place).out()).isEqualTo("No tasks.\n");
    assertThat(unchanged("engine", "status", "--data-dir", place).exit()).isZero();
  }

  @Test
  void aPathThatDoesNotExistIsAFailureAndIsNotMade() {
    for (String command :
        new String[] {"state", "wal verify", "wal dump", "stats", "task list", "engine pause"}) {
      Result result = unchanged((command + " --data-dir " + directory).split(" "));
      assertThat(result.exit()).as(command).isEqualTo(4);
      assertThat(result.errorCode()).isEqualTo("storage_bootstrap_failed");
    }
    Result json = unchanged("state", "--json", directory.toString());
    assertThat(json.exit()).isEqualTo(4);
    assertThat(json.json().path("ok").booleanValue()).isFalse();
  }

  @Test
  void aFileThatIsNoLogIsNotTrusted() throws IOException {
    Path letter = Files.writeString(home.resolve("letter"), "Dear all, this is no log at all.");
    Result result = unchanged("wal", "verify", letter.toString());
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.errorCode()).isEqualTo("wal_corrupt");
    assertThat(unchanged("stats", "--data-dir", letter.toString()).exit()).isEqualTo(4);
  }

  @Test
  void anUnreadableLogIsSaidToBeSo() throws IOException {
    copy("corrupt/wal-clean");
    Path log = directory.resolve("wal").resolve("actionqueue.wal");
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("---------"));
    if (Files.isReadable(log)) {
      return; // whoever may read everything cannot be kept from it
    }
    Result result = cli.run("stats", "--data-dir", directory.toString());
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.message()).contains("permission denied");
  }
}
