package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.wal.Durability;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ReplayExtension;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Makes every single call on the disk fail, one in each run of a life, in every way: the failure
/// says what happened to which file, a log that failed does nothing more, and whatever the end of
/// the process or a power failure leaves then is recovered and good to go on with. Snapshots are
/// synced at every sector, so that each of those syncs fails as well, and none that has its name is
/// broken.
///
/// `-Daq.io.all=true` combines every failure with every end; `-Daq.seeds=N` sets the number of
/// lives with a thread of the log's own.
@ExtendWith(ReplayExtension.class)
class IoFailureSimulation {
  private static final List<Fault> FAULTS =
      List.of(
          Fault.ioError(),
          Fault.shortWrite(7),
          Fault.shortWrite(600),
          Fault.noSpace(0),
          Fault.noSpace(600),
          Fault.lostAnswer(),
          Fault.powerCut());

  /// What may come after the failure.
  private static final List<UnaryOperator<SimulatedDisk>> ENDS =
      List.of(
          disk -> disk,
          disk -> {
            disk.dropLostPages();
            return disk;
          },
          disk -> disk.crashSpace().oldest().disk(),
          disk -> disk.crashSpace().newest().disk(),
          disk -> disk.crash(SeededRandom.of(disk.operations())),
          disk -> disk.crash(SeededRandom.of(-disk.operations())));

  private static final boolean ALL_ENDS = Boolean.getBoolean("aq.io.all");

  /// The calls whose failure need not be noticed: what they are for succeeded, or can be done
  /// without.
  private static final Set<Kind> FORGIVABLE =
      Set.of(Kind.CLOSE, Kind.OPEN, Kind.READ, Kind.SIZE, Kind.WRITE, Kind.SYNC);

  static List<Fault> faults() {
    return FAULTS;
  }

  private static LogOptions options(LogThreading threading) {
    return LogOptions.builder()
        .threading(threading)
        .durability(Durability.SYNC)
        .prepareBytes(4096)
        .segmentBytes(4096)
        .build();
  }

  private static DirectoryLife newLife(LogThreading threading) {
    var options = LifeOptions.of(options(threading)).syncingSnapshotsEvery(LifeOptions.EACH_SECTOR);
    return new DirectoryLife(SimulatedDisk.create(), options, SeededRandom.of(1));
  }

  /// A first start, frames of both versions, space prepared ahead, snapshots, a compaction, a clean
  /// end, an end without a word in the middle of a write, and a start that sets the torn end aside.
  private static void live(DirectoryLife life) throws IOException {
    life.open();
    for (int i = 0; i < 3; i++) {
      life.append(i + 1);
      life.appendOfSize(600);
      life.sync();
    }
    life.snapshot();
    life.append(2);
    life.appendOfSize(4096);
    life.nativeSnapshot();
    life.appendOfSize(2500);
    life.appendOfSize(2500);
    life.snapshot();
    life.append(1);
    life.compact();
    life.append(1);
    life.close();
    life.open();
    life.appendOfSize(1400);
    life.kill();
    tearLog(life.disk());
    life.open();
    life.append(1);
    life.close();
  }

  /// The beginning of a frame that never came to its end.
  private static void tearLog(SimulatedDisk disk) {
    byte[] log = disk.content(DirectoryLife.LOG);
    byte[] torn = Arrays.copyOf(log, log.length + 700);
    System.arraycopy(SeededRandom.of(1).bytes(700), 0, torn, log.length, 700);
    ByteBuffer header = ByteBuffer.wrap(torn, log.length, 8).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(6).putInt(25_000);
    disk.install(DirectoryLife.LOG, torn);
  }

  private static long callsOfALife() throws IOException {
    DirectoryLife life = newLife(LogThreading.CALLER);
    live(life);
    return life.disk().operations();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyCallFailsOnce(Fault fault) throws IOException {
    long calls = callsOfALife();
    for (long call = 1; call <= calls; call++) {
      for (int end : ends(fault, call)) {
        try {
          failAndRecover(fault, call, ENDS.get(end));
        } catch (IOException | RuntimeException | AssertionError failure) {
          throw new AssertionError(
              "%s at call %d of %d, end %d: %s".formatted(fault, call, calls, end, failure),
              failure);
        }
      }
    }
  }

  /// All ends where that is asked for, otherwise two that go round.
  private static int[] ends(Fault fault, long call) {
    int first = firstEnd(fault);
    int count = ENDS.size() - first;
    if (ALL_ENDS) {
      return IntStream.range(first, ENDS.size()).toArray();
    }
    return new int[] {
      first + (int) (call % count), first + (int) ((call + count / 2) % count),
    };
  }

  /// Without power there is no going on but after it has come back.
  private static int firstEnd(Fault fault) {
    return fault.powerOff() ? 2 : 0;
  }

  private static void failAndRecover(Fault fault, long call, UnaryOperator<SimulatedDisk> end)
      throws IOException {
    DirectoryLife life = newLife(LogThreading.CALLER);
    life.disk().injectAt(call, fault);
    @Nullable IOException failure = null;
    try {
      live(life);
    } catch (IOException e) {
      failure = e;
    }
    DiskOperation failed = life.disk().trace().get(Math.toIntExact(call - 1));
    if (failure == null) {
      assertThat(failed.kind()).as("failed without a word: %s", failed).isIn(FORGIVABLE);
    } else {
      checkWords(failure, fault, failed);
      if (!isOfSnapshot(failure)) {
        checkPoisoned(life, failed);
      }
    }
    if (life.isOpen()) {
      life.killAfterFailure();
    }
    life.restartOn(end.apply(life.disk()));
    DirectoryLife.checkSnapshots(life.disk());
    life.open();
    life.append(2);
    life.sync();
    life.restartOn(life.disk().crashSpace().oldest().disk());
    life.open();
    life.close();
  }

  private static void checkWords(IOException failure, Fault fault, DiskOperation failed) {
    assertThat(failure).as("names the file").hasMessageStartingWith("/");
    boolean readBack = failed.path().toString().endsWith(".tmp");
    if (!readBack) {
      assertThat(failure).isInstanceOf(StorageException.class);
    }
    assertThat(failure)
        .as("names the cause %s: %s", failed, failure)
        .hasStackTraceContaining(
            // Where the log's own sync hears of it, it is a failure of any kind.
            failed.kind() == Kind.SYNC ? "/" : fault.message());
  }

  /// A snapshot syncs the log's file through a handle of its own before it shows itself. If that
  /// fails there is no new snapshot; the log hears of a lost page at its own next sync.
  private static boolean isOfSnapshot(IOException failure) {
    return Arrays.stream(failure.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("io.actionqueue.storage.snapshot."));
  }

  /// A log whose file failed does nothing more.
  private static void checkPoisoned(DirectoryLife life, DiskOperation failed) {
    boolean onLog = failed.path().equals(DirectoryLife.LOG);
    if (life.isOpen() && onLog && failed.kind().changesDisk()) {
      long durable = life.log().durableSequence();
      assertThatThrownBy(() -> life.append(1), "append after a failed %s", failed)
          .isInstanceOf(StorageException.class);
      assertThatThrownBy(life::sync).isInstanceOf(StorageException.class);
      assertThat(life.log().durableSequence()).isEqualTo(durable);
    }
  }

  @Test
  void aFailedSnapshotDoesNotStopTheLog() throws IOException {
    DirectoryLife life = newLife(LogThreading.CALLER);
    life.open();
    life.append(3);
    life.sync();
    life.disk()
        .injectWhen(operation -> operation.path().toString().endsWith(".tmp"), Fault.noSpace(0));
    assertThatThrownBy(life::snapshot).hasMessageContaining("snapshot.bin.tmp");
    life.append(1);
    life.sync();
    life.snapshot();
    life.close();
    life.open();
    life.close();
  }

  @Test
  void aFullDiskIsLeftBehindWithSpaceAndAReopen() throws IOException {
    for (long space = 100; space < 6000; space += 97) {
      DirectoryLife life = newLife(LogThreading.CALLER);
      life.disk().limitSpace(space);
      try {
        live(life);
      } catch (IOException failure) {
        assertThat(failure).isInstanceOf(StorageException.class).hasMessageContaining("no space");
      }
      if (life.isOpen()) {
        life.killAfterFailure();
      }
      life.disk().limitSpace(Long.MAX_VALUE);
      life.restartOn(life.disk().crashSpace().newest().disk());
      life.open();
      life.append(1);
      life.close();
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(ints = {1, 2, 7, 511})
  void shortReadsAreReadOn(int bytes) throws IOException {
    DirectoryLife life = newLife(LogThreading.CALLER);
    life.disk().limitReads(bytes);
    live(life);
    life.open();
    life.close();
  }

  /// With the log's own thread the interleaving is the machine's, so a seed names the fault and the
  /// history, not the order; what is checked holds under any.
  @Test
  void failuresOfTheLogsThreadReachItsOwner() {
    Seeds.check(
        100,
        random -> {
          DirectoryLife life = newLife(LogThreading.LOG_THREAD);
          Fault fault = random.pick(FAULTS);
          life.disk().injectAt(random.between(1, 120), fault);
          try {
            live(life);
          } catch (IOException failure) {
            assertThat(failure).hasMessageStartingWith("/");
          }
          if (life.isOpen()) {
            life.closeAfterFailure();
          }
          life.restartOn(
              ENDS.get(random.between(firstEnd(fault), ENDS.size() - 1)).apply(life.disk()));
          life.open();
          life.append(1);
          life.sync();
          life.close();
        });
  }
}
