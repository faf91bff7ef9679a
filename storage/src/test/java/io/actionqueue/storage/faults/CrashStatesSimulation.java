package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.snapshot.Publication;
import io.actionqueue.storage.wal.Durability;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ReplayExtension;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Cuts the power after every write, sync, rename, cut and other change of the disk, and recovers
/// every legal state that this may leave: everything acknowledged is there, nothing is invented, a
/// second recovery and a crash during recovery change nothing.
///
/// `-Daq.crash.states=N` sets how many different states the random lives must reach; 100,000 by
/// default. `-Daq.crash.threads=T` lets T lives run at a time, with the same outcome. `-Daq.seed=S`
/// runs one random life.
@ExtendWith(ReplayExtension.class)
class CrashStatesSimulation {
  private static final int STATES = Integer.getInteger("aq.crash.states", 100_000);
  private static final int THREADS = Integer.getInteger("aq.crash.threads", 1);

  /// Beyond so many states a cut of a random life is sampled.
  private static final int STATES_PER_CUT = 400;

  /// So small that a few frames fill a file of the log.
  private static final int SEGMENT_BYTES = 4096;

  /// One life in steps.
  private interface Script {
    void run(DirectoryLife life) throws IOException;
  }

  private static LifeOptions options(
      Durability durability, int prepareBytes, int snapshotSyncBytes) {
    LogOptions log =
        LogOptions.builder()
            .threading(LogThreading.CALLER)
            .durability(durability)
            .prepareBytes(prepareBytes)
            .segmentBytes(SEGMENT_BYTES)
            .build();
    return new LifeOptions(log, snapshotSyncBytes);
  }

  static Stream<LifeOptions> settings() {
    return Stream.of(
        options(Durability.SYNC, 0, Publication.SYNC_BYTES),
        options(Durability.SYNC, 4096, LifeOptions.EACH_SECTOR),
        options(Durability.OS, 0, LifeOptions.EACH_SECTOR),
        options(Durability.OS, 4096, Publication.SYNC_BYTES));
  }

  /// Every state of every cut; nothing is sampled.
  private static void exhaustive(LifeOptions options, Script script) throws IOException {
    var campaign = new CrashCampaign(Integer.MAX_VALUE);
    SeededRandom random = SeededRandom.of(1);
    var life = new DirectoryLife(SimulatedDisk.create(), options, random);
    campaign.watch(life, random.split());
    script.run(life);
    assertThat(campaign.isExhaustive()).isTrue();
    assertThat(campaign.states()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aFirstStartWithOneBatch(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          life.append(1);
          life.sync();
          life.close();
        });
  }

  @ParameterizedTest
  @MethodSource("settings")
  void frameBehindFrame(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          for (int i = 0; i < 8; i++) {
            life.append(1);
            life.sync();
          }
          life.close();
        });
  }

  @ParameterizedTest
  @MethodSource("settings")
  void oneFrameOverManySectors(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          life.appendOfSize(200);
          life.sync();
          life.appendOfSize(3000);
          life.sync();
          life.close();
        });
  }

  @ParameterizedTest
  @MethodSource("settings")
  void severalBatchesBeforeOneSync(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          life.appendOfSize(300);
          life.appendOfSize(700);
          life.appendOfSize(100);
          life.appendOfSize(300);
          life.sync();
          life.close();
        });
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aSnapshotAndItsSuccessor(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          life.append(2);
          life.snapshot();
          life.append(2);
          life.sync();
          life.snapshot();
          life.append(1);
          life.close();
          life.open();
          life.close();
        });
  }

  /// The third one makes the first one superfluous.
  @ParameterizedTest
  @MethodSource("settings")
  void nativeSnapshotsOneAfterTheOther(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          for (int i = 0; i < 3; i++) {
            life.append(1);
            life.nativeSnapshot();
          }
          life.snapshot();
          life.append(1);
          life.close();
          life.open();
          life.close();
        });
  }

  /// A compaction of a log without snapshots, one of what came since, and one of nothing new.
  @ParameterizedTest
  @MethodSource("settings")
  void compactionsOneAfterTheOther(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          life.append(2);
          life.compact();
          assertThat(life.firstSequenceOfLog()).as("nothing is left of the log").isZero();
          life.append(1);
          life.sync();
          life.compact();
          life.compact();
          life.close();
          life.open();
          life.append(1);
          life.nativeSnapshot();
          life.compact();
          life.append(1);
          life.close();
        });
  }

  /// Each file is dropped behind the snapshot before the latest one.
  @ParameterizedTest
  @MethodSource("settings")
  void sealedFilesDroppedBehindSnapshots(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          life.append(1);
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 7; j++) {
              life.appendPauses(100);
              life.sync();
            }
            if (i % 2 == 0) {
              life.snapshot();
            } else {
              life.nativeSnapshot();
            }
          }
          assertThat(life.firstSequenceOfLog()).isGreaterThan(1);
          life.close();
          life.open();
          life.append(1);
          life.close();
        });
  }

  @ParameterizedTest
  @MethodSource("settings")
  void startsAfterKills(LifeOptions options) throws IOException {
    exhaustive(
        options,
        life -> {
          life.open();
          life.kill();
          life.open();
          life.append(1);
          life.kill();
          life.open();
          life.append(1);
          life.sync();
          life.kill();
          life.open();
          life.close();
        });
  }

  @Test
  void randomLives() throws InterruptedException {
    if (Long.getLong(Seeds.SEED_PROPERTY) != null) {
      Seeds.checkSeeds(1, CrashStatesSimulation::randomLife);
      return;
    }
    var lives = new CrashLives(CrashStatesSimulation.class, CrashStatesSimulation::randomLife);
    lives.runUntil(STATES, THREADS);
    System.out.println("crash states: " + lives.summary());
    assertThat(lives.states()).as(lives.summary()).isGreaterThanOrEqualTo(STATES);
  }

  private static CrashCampaign randomLife(long seed) throws IOException {
    var campaign = new CrashCampaign(STATES_PER_CUT);
    SeededRandom random = SeededRandom.of(seed);
    SeededRandom checks = random.split();
    new RandomLife(random, life -> campaign.watch(life, checks)).run(12);
    return campaign;
  }
}
