package io.actionqueue.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Proves that the disk catches the mistakes that it is there to catch: a small program that keeps
/// numbered records is checked against every crash state, as it should be and with each classic
/// mistake.
class PlantedBugsTest {
  private static final Path DIRECTORY = Path.of("/data");
  private static final Path LOG = DIRECTORY.resolve("log");
  private static final Path VALUE = DIRECTORY.resolve("value");
  private static final Path TEMPORARY = DIRECTORY.resolve("value.tmp");

  /// The mistakes.
  private enum Bug {
    FORGETS_DIRECTORY_SYNC,
    ACKNOWLEDGES_BEFORE_SYNC,
    RETRIES_FAILED_SYNC,
    TRUSTS_THE_LENGTH,
    RENAMES_BEFORE_SYNC,
    FORGETS_DIRECTORY_SYNC_AFTER_RENAME,
    CUTS_WITHOUT_METADATA
  }

  /// A record is a sector's worth of one number; a log is records from 1 on; the end is where the
  /// next number does not stand.
  private static final class Program {
    private final FileStore store;
    private final Set<Bug> bugs;
    private int acknowledged;
    private int value;

    Program(FileStore store, Set<Bug> bugs) {
      this.store = store;
      this.bugs = bugs;
    }

    void run(int records) throws IOException {
      store.createDirectories(DIRECTORY);
      store.syncDirectory(Path.of("/"));
      try (FileHandle log = store.open(LOG, OpenMode.READ_WRITE)) {
        if (!bugs.contains(Bug.FORGETS_DIRECTORY_SYNC)) {
          store.syncDirectory(DIRECTORY);
        }
        for (int record = 1; record <= records; record++) {
          append(log, record);
        }
      }
    }

    private void append(FileHandle log, int record) throws IOException {
      log.write(sector(record), (record - 1) * 512L);
      if (bugs.contains(Bug.ACKNOWLEDGES_BEFORE_SYNC)) {
        acknowledged = record;
      }
      try {
        log.sync(false);
      } catch (IOException failure) {
        if (!bugs.contains(Bug.RETRIES_FAILED_SYNC)) {
          throw failure;
        }
        log.sync(false);
      }
      acknowledged = record;
    }

    void publish(int newValue) throws IOException {
      try (FileHandle file = store.open(TEMPORARY, OpenMode.CREATE_EMPTY)) {
        file.write(sector(newValue), 0);
        if (!bugs.contains(Bug.RENAMES_BEFORE_SYNC)) {
          file.sync(true);
        }
      }
      store.rename(TEMPORARY, VALUE);
      if (!bugs.contains(Bug.FORGETS_DIRECTORY_SYNC_AFTER_RENAME)) {
        store.syncDirectory(DIRECTORY);
      }
      value = newValue;
    }

    void cut(int keep) throws IOException {
      try (FileHandle log = store.open(LOG, OpenMode.READ_WRITE)) {
        log.truncate(keep * 512L);
        log.sync(!bugs.contains(Bug.CUTS_WITHOUT_METADATA));
      }
    }

    private static ByteBuffer sector(int number) {
      byte[] bytes = new byte[512];
      Arrays.fill(bytes, (byte) number);
      return ByteBuffer.wrap(bytes);
    }
  }

  /// How many records recovery finds.
  private static int recover(SimulatedDisk disk, Set<Bug> bugs) {
    if (!disk.exists(LOG)) {
      return 0;
    }
    byte[] bytes = disk.content(LOG);
    if (bugs.contains(Bug.TRUSTS_THE_LENGTH)) {
      return bytes.length / 512;
    }
    int records = 0;
    while ((records + 1) * 512 <= bytes.length && bytes[records * 512] == records + 1) {
      records++;
    }
    return records;
  }

  private static void check(CrashState state, Program program) {
    SimulatedDisk disk = state.disk();
    int records = recover(disk, program.bugs);
    assertThat(records)
        .as("records after a crash, choice %s", state.choice())
        .isGreaterThanOrEqualTo(program.acknowledged);
    for (int i = 0; i < records; i++) {
      assertThat(disk.content(LOG)[i * 512]).as("record %d", i + 1).isEqualTo((byte) (i + 1));
    }
    if (program.value != 0) {
      assertThat(disk.exists(VALUE)).isTrue();
      assertThat(disk.content(VALUE)).isNotEmpty();
      assertThat(disk.content(VALUE)[0]).isGreaterThanOrEqualTo((byte) program.value);
    }
  }

  private static void checkEveryCrash(SimulatedDisk disk, Program program) {
    disk.crashSpace().all().forEach(state -> check(state, program));
  }

  /// Everything that the program does, under every crash; the third sync fails.
  private static void campaign(Set<Bug> bugs) throws IOException {
    SimulatedDisk disk = SimulatedDisk.create();
    var program = new Program(disk, bugs);
    disk.onChange(_ -> checkEveryCrash(disk, program));
    disk.injectWhen(
        operation -> operation.kind() == Kind.SYNC && disk.calls(Kind.SYNC) == 3, Fault.ioError());
    try {
      program.run(5);
    } catch (IOException failure) {
      assertThat(failure).hasMessageContaining(Fault.INPUT_OUTPUT_ERROR);
    }
    checkEveryCrash(disk, program);
    for (int i = 1; i <= 3; i++) {
      program.publish(i);
      checkEveryCrash(disk, program);
    }
    program.acknowledged = 0;
    program.cut(1);
    disk.crashSpace().all().forEach(state -> assertThat(state.disk().content(LOG)).hasSize(512));
  }

  @Test
  void aCorrectProgramPasses() throws IOException {
    campaign(EnumSet.noneOf(Bug.class));
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void eachMistakeIsCaught(Bug bug) {
    assertThatThrownBy(() -> campaign(EnumSet.of(bug))).isInstanceOf(AssertionError.class);
  }
}
