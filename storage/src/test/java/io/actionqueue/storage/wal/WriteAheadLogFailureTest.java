package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.actionqueue.core.port.EventLog.DurabilityListener;
import io.actionqueue.storage.DiskFull;
import io.actionqueue.storage.LogStopped;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.SyncFailed;
import io.actionqueue.storage.WriteFailed;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// After a failed write or sync the log is finished: nothing is tried again, everybody is told why,
/// and reopening reads what the disk really has..
final class WriteAheadLogFailureTest {
  private final SimulatedDisk disk = SimulatedDisk.create();
  private final Listener listener = new Listener();

  /// What goes wrong, and what it is called.
  ///
  /// @param kind the call that fails
  /// @param fault how
  /// @param expected the failure that callers see
  record Mishap(Kind kind, Fault fault, Class<? extends StorageException> expected) {}

  static Stream<Mishap> mishaps() {
    return Stream.of(
        new Mishap(Kind.WRITE, Fault.ioError(), WriteFailed.class),
        new Mishap(Kind.WRITE, Fault.shortWrite(7), WriteFailed.class),
        new Mishap(Kind.WRITE, Fault.lostAnswer(), WriteFailed.class),
        new Mishap(Kind.WRITE, Fault.noSpace(0), DiskFull.class),
        new Mishap(Kind.WRITE, Fault.noSpace(20), DiskFull.class),
        new Mishap(Kind.SYNC, Fault.ioError(), SyncFailed.class),
        new Mishap(Kind.SYNC, Fault.lostAnswer(), SyncFailed.class));
  }

  private WriteAheadLog open(LogThreading threading) throws IOException {
    WriteAheadLog log = LogPlace.open(disk, LogPlace.byCaller().threading(threading).build());
    log.listen(listener);
    log.append(Batches.small(1, 1));
    log.sync();
    return log;
  }

  private static Throwable appendAndSync(WriteAheadLog log, long sequence) {
    return catchThrowable(() -> {
      log.append(Batches.small(sequence, 2));
      log.sync();
    });
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void everyLaterCallFailsWithTheFirstCause(Mishap mishap) throws IOException {
    for (LogThreading threading : LogThreading.values()) {
      SimulatedDisk place = SimulatedDisk.create();
      WriteAheadLog log = LogPlace.open(place, LogPlace.byCaller().threading(threading).build());
      var told = new Listener();
      log.listen(told);
      log.append(Batches.small(1, 1));
      log.sync();
      place.injectNext(mishap.kind, mishap.fault);
      Throwable first = appendAndSync(log, 2);
      assertThat(first).isInstanceOf(mishap.expected);
      long calls = place.calls(mishap.kind);
      assertThat(appendAndSync(log, 4)).isSameAs(first);
      assertThatThrownBy(log::sync).isSameAs(first);
      assertThat(told.failures()).containsExactly((IOException) first);
      assertThat(told.sequences()).containsExactly(1L);
      assertThat(log.durableSequence()).isEqualTo(1);
      log.close();
      assertThat(place.calls(mishap.kind)).as("nothing is tried again").isEqualTo(calls);
    }
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void reopeningFindsWhatWasAcknowledgedAndGoesOn(Mishap mishap) throws IOException {
    WriteAheadLog log = open(LogThreading.CALLER);
    disk.injectNext(mishap.kind, mishap.fault);
    assertThat(appendAndSync(log, 2)).isNotNull();
    disk.dropLostPages();
    log.close();
    try (WriteAheadLog again = LogPlace.open(disk, LogPlace.byCaller().build())) {
      assertThat(again.lastSequence()).isIn(1L, 3L);
      again.append(Batches.small(again.lastSequence() + 1, 1));
    }
  }

  /// The trap of fsync: after a failed one the next succeeds without having written anything.
  @Test
  void aSyncThatWouldSucceedNowIsNotAskedFor() throws IOException {
    WriteAheadLog log = open(LogThreading.CALLER);
    disk.injectNext(Kind.SYNC, Fault.ioError());
    assertThat(appendAndSync(log, 2)).isInstanceOf(SyncFailed.class);
    assertThatThrownBy(log::sync).isInstanceOf(SyncFailed.class);
    assertThat(log.durableSequence()).isEqualTo(1);
    assertThat(LogPlace.events(disk.crashSpace().oldest().disk(), LogPlace.PATH)).hasSize(1);
  }

  @Test
  void aFullDiskIsRecoveredFromByFreeingSpaceAndReopening() throws IOException {
    WriteAheadLog log = open(LogThreading.CALLER);
    disk.limitSpace(1000);
    assertThat(
            catchThrowable(() -> {
              log.append(Batches.large(2, 2000, SeededRandom.of(1)));
              log.sync();
            }))
        .isInstanceOfSatisfying(
            DiskFull.class,
            e -> {
              assertThat(e.code()).isEqualTo("disk_full");
              assertThat(e.offsetBytes()).isEqualTo(15);
            });
    log.close();
    disk.limitSpace(Long.MAX_VALUE);
    try (WriteAheadLog again = LogPlace.open(disk, LogPlace.byCaller().build())) {
      assertThat(again.lastSequence()).isEqualTo(1);
      again.append(Batches.large(2, 2000, SeededRandom.of(1)));
    }
    assertThat(LogPlace.events(disk, LogPlace.PATH)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(LogThreading.class)
  void aListenerThatThrowsStopsTheLog(LogThreading threading) throws IOException {
    WriteAheadLog log = LogPlace.open(disk, LogPlace.byCaller().threading(threading).build());
    var problem = new IllegalStateException("listener");
    log.listen(
        new DurabilityListener() {
          @Override
          public void durable(long sequence) {
            throw problem;
          }

          @Override
          public void failed(IOException cause) {
            listener.failed(cause);
          }
        });
    assertThat(appendAndSync(log, 1)).isInstanceOf(LogStopped.class).hasCause(problem);
    log.close();
    assertThat(listener.failures()).hasSize(1);
  }

  @Test
  void aFailureThatNoCallHasThrownYetIsThrownByClosing() throws IOException {
    for (LogThreading threading : LogThreading.values()) {
      WriteAheadLog log = LogPlace.open(disk, LogPlace.byCaller().threading(threading).build());
      disk.injectNext(Kind.SYNC, Fault.ioError());
      log.append(Batches.small(log.lastSequence() + 1, 1));
      assertThatExceptionOfType(SyncFailed.class).isThrownBy(log::close);
    }
  }

  @Test
  void aFailedSyncOfTheNextFileIsNoFailureOfTheLog() throws IOException {
    WriteAheadLog log = openPrepared();
    disk.injectNext(Kind.SYNC, Fault.ioError());
    log.append(Batches.large(1, 1500, SeededRandom.of(1)));
    log.sync();
    log.append(Batches.large(2, 1500, SeededRandom.of(1)));
    log.sync();
    assertThat(LogSegments.sealed(disk, LogPlace.PATH)).as("it is done without").isEmpty();
    log.close();
    assertThat(LogPlace.events(disk, LogPlace.PATH)).hasSize(2);
  }

  private WriteAheadLog openPrepared() throws IOException {
    return LogPlace.open(disk, LogPlace.byCaller().prepareBytes(4096).build());
  }
}
