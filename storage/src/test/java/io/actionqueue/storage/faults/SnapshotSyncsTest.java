package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.SyncFailed;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The syncs of a snapshot, on the way and at its end: what fails with them, and that the campaigns
/// see a program that takes them lightly.
class SnapshotSyncsTest {
  private static final LifeOptions OPTIONS =
      LifeOptions.of(LogOptions.builder().threading(LogThreading.CALLER).prepareBytes(0).build())
          .syncingSnapshotsEvery(LifeOptions.EACH_SECTOR);

  /// The ways to write snapshots.
  private enum Form {
    FITTING,
    NATIVE,
    COMPACTION;

    void write(DirectoryLife life) throws IOException {
      switch (this) {
        case FITTING -> life.snapshot();
        case NATIVE -> life.nativeSnapshot();
        case COMPACTION -> life.compact();
      }
    }
  }

  /// The mistakes.
  private enum Mistake implements CarelessFiles.Care {
    /// As it should be.
    NONE {
      @Override
      public void sync(FileHandle file, boolean withMetadata) throws IOException {
        file.sync(withMetadata);
      }
    },
    /// What was written since the last sync on the way is taken for durable.
    FORGETS_THE_LAST_PART {
      @Override
      public void sync(FileHandle file, boolean withMetadata) throws IOException {
        if (!withMetadata) {
          file.sync(false);
        }
      }
    },
    /// A sync on the way fails, and the one at the end is trusted to make up for it.
    GOES_ON_AFTER_A_FAILURE {
      @Override
      public void sync(FileHandle file, boolean withMetadata) throws IOException {
        try {
          file.sync(withMetadata);
        } catch (IOException failure) {
          if (withMetadata) {
            throw failure;
          }
        }
      }
    },
    /// Any sync that fails is tried again on the same file.
    TRIES_THE_SAME_FILE_AGAIN {
      @Override
      public void sync(FileHandle file, boolean withMetadata) throws IOException {
        try {
          file.sync(withMetadata);
        } catch (IOException _) {
          file.sync(withMetadata);
        }
      }
    };

    boolean needsAFailure() {
      return this != FORGETS_THE_LAST_PART;
    }
  }

  static Stream<Arguments> everyMistakeInEveryForm() {
    return Stream.of(Mistake.values())
        .filter(mistake -> mistake != Mistake.NONE)
        .flatMap(mistake -> Stream.of(Form.values()).map(form -> Arguments.of(mistake, form)));
  }

  @ParameterizedTest
  @MethodSource("everyMistakeInEveryForm")
  void theCrashStatesShowASnapshotThatWasNotSynced(Mistake mistake, Form form) {
    assertThatThrownBy(() -> crashEverywhere(mistake, form))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s).*(is passed over|snapshots under their names).*");
  }

  @ParameterizedTest
  @EnumSource
  void withoutAMistakeTheyShowNothing(Form form) throws IOException {
    crashEverywhere(Mistake.NONE, form);
  }

  /// The second sync on the way fails, where the mistake is about that: what the first one loses in
  /// the v8 form is written again with the header. Then every state that a power failure may leave,
  /// at every moment from there on.
  private static void crashEverywhere(Mistake mistake, Form form) throws IOException {
    SimulatedDisk disk = SimulatedDisk.create();
    var life =
        new DirectoryLife(
            disk, OPTIONS, SeededRandom.of(5), files -> new CarelessFiles(files, mistake));
    life.open();
    life.append(3);
    life.appendOfSize(1500);
    life.sync();
    var campaign = new CrashCampaign(100_000);
    campaign.watch(life, SeededRandom.of(6));
    if (mistake.needsAFailure()) {
      failNth(disk, 2);
    }
    try {
      form.write(life);
    } catch (SyncFailed failure) {
      assertThat(mistake).as("%s", failure).isEqualTo(Mistake.NONE);
      form.write(life);
    }
    life.append(1);
    life.close();
    assertThat(campaign.isExhaustive()).isTrue();
  }

  private static boolean isSyncOfSnapshot(DiskOperation call) {
    return call.kind() == Kind.SYNC && CarelessFiles.isSnapshot(call.path());
  }

  /// A later sync of the same file could succeed without the bytes that the failed one lost.
  @ParameterizedTest
  @EnumSource
  void aSnapshotWhoseSyncFailedIsLeftOutAndTriedAnewWithAFreshFile(Form form) throws IOException {
    int syncs = syncsOf(form);
    assertThat(syncs).as("syncs on the way and at the end").isGreaterThan(4);
    for (int failing = 1; failing <= syncs; failing++) {
      DirectoryLife life = newLife();
      SimulatedDisk disk = life.disk();
      failNth(disk, failing);
      assertThatThrownBy(() -> form.write(life), "sync %d of %d", failing, syncs)
          .isInstanceOf(SyncFailed.class)
          .hasMessageContaining(".tmp");
      assertThat(disk.files()).noneMatch(CarelessFiles::isSnapshot);
      assertThat(callsBehindTheFailure(disk))
          .as("behind the failed sync nothing but the file's end")
          .containsOnly(Kind.CLOSE, Kind.DELETE);
      DirectoryLife.checkSnapshots(disk);
      life.append(1);
      life.sync();
      form.write(life);
      SimulatedDisk left = disk.crashSpace().oldest().disk();
      assertThat(left.files()).anyMatch(file -> file.toString().contains("/snapshots/"));
      DirectoryLife.checkSnapshots(left);
      life.restartOn(left);
      life.open();
      life.close();
    }
  }

  private static DirectoryLife newLife() throws IOException {
    var life = new DirectoryLife(SimulatedDisk.create(), OPTIONS, SeededRandom.of(5));
    life.open();
    life.append(3);
    life.appendOfSize(1500);
    life.sync();
    return life;
  }

  private static int syncsOf(Form form) throws IOException {
    DirectoryLife life = newLife();
    int before = life.disk().trace().size();
    form.write(life);
    List<DiskOperation> calls = life.disk().trace();
    return Math.toIntExact(
        calls.subList(before, calls.size()).stream()
            .filter(SnapshotSyncsTest::isSyncOfSnapshot)
            .count());
  }

  private static void failNth(SimulatedDisk disk, int number) {
    int[] left = {number};
    disk.injectWhen(call -> isSyncOfSnapshot(call) && --left[0] == 0, Fault.ioError());
  }

  private static List<Kind> callsBehindTheFailure(SimulatedDisk disk) {
    List<DiskOperation> calls = disk.trace();
    int last = calls.size() - 1;
    while (!isSyncOfSnapshot(calls.get(last))) {
      last--;
    }
    return calls.subList(last + 1, calls.size()).stream().map(DiskOperation::kind).toList();
  }

  /// Without them a snapshot would hold up every sync of the log for as long as all of it takes.
  @Test
  void inServiceASnapshotIsSyncedEveryFourMebibytes() {
    assertThat(LifeOptions.of(OPTIONS.log()).snapshotSyncBytes()).isEqualTo(4 << 20);
  }
}
