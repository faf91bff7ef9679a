package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog.DurabilityListener;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.CrashState;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The power fails after every single change that a log makes to the disk. Whatever subset of the
/// unsynced sectors is left, the log opens without a person's help, holds everything that was
/// acknowledged, ends between two batches, and takes new ones.
final class LogCrashSimulation {
  private static final int STATES_PER_CHANGE = 6;

  static List<LogOptions> ways() {
    List<LogOptions> ways = new ArrayList<>();
    for (Durability durability :
        List.of(Durability.SYNC, new Durability.Interval(1), Durability.OS)) {
      for (int chunk : new int[] {0, 8192}) {
        LogOptions.Builder way =
            LogPlace.byCaller().durability(durability).prepareBytes(chunk).maxWaitingBytes(2000);
        ways.add(way.build());
        ways.add(way.segmentBytes(4096).build());
      }
    }
    return ways;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void nothingAcknowledgedIsLostAndNoBatchIsHalved(LogOptions options) {
    Seeds.check(3, random -> new Run(options, random).run());
  }

  /// One life of a log, with crashes beside it.
  private static final class Run {
    private final LogOptions options;
    private final SeededRandom random;
    private final SeededRandom crashes;
    private final SimulatedDisk disk = SimulatedDisk.create();
    private final List<Event> appended = new ArrayList<>();
    private final NavigableSet<Long> ends = new TreeSet<>(List.of(0L));
    private long acknowledged;

    Run(LogOptions options, SeededRandom random) {
      this.options = options;
      this.random = random;
      this.crashes = random.split();
    }

    void run() throws IOException {
      disk.onChange(_ -> crash());
      for (int session = 0; session < 2; session++) {
        try (WriteAheadLog log = LogPlace.open(disk, options)) {
          assertThat(log.lastSequence()).isEqualTo(appended.size());
          log.listen(acknowledging());
          for (int i = random.between(1, 8); i > 0; i--) {
            append(log);
            if (random.chance(1, 3)) {
              log.sync();
              acknowledged = appended.size();
            }
          }
        }
        acknowledged = appended.size();
      }
    }

    private void append(WriteAheadLog log) throws IOException {
      EventBatch batch = Batches.any(appended.size() + 1, random);
      appended.addAll(batch.events());
      ends.add(batch.lastSequence());
      log.append(batch);
    }

    /// Where durability is relaxed, a power failure may take what was only handed to the system.
    private DurabilityListener acknowledging() {
      return new DurabilityListener() {
        @Override
        public void durable(long sequence) {
          if (options.durability() instanceof Durability.Sync) {
            acknowledged = sequence;
          }
        }

        @Override
        public void failed(IOException cause) {
          throw new AssertionError(cause);
        }
      };
    }

    private void crash() {
      disk.crashSpace()
          .states(STATES_PER_CHANGE, crashes)
          .forEach(state -> {
            try {
              recover(state, 1);
            } catch (IOException e) {
              throw new AssertionError("crash state " + state.choice(), e);
            }
          });
    }

    private void recover(CrashState state, int crashesLeft) throws IOException {
      SimulatedDisk left = state.disk();
      if (crashesLeft > 0 && crashes.chance(1, 8)) {
        left.onChange(_ -> {
          try {
            recover(left.crashSpace().sample(1, crashes).findFirst().orElseThrow(), 0);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
      }
      long found;
      try (WriteAheadLog log = LogPlace.open(left, options)) {
        left.onChange(_ -> {});
        found = log.lastSequence();
        assertThat(found).as("events found in %s", state.choice()).isIn(ends);
        assertThat(found).isGreaterThanOrEqualTo(acknowledged);
        log.append(Batches.small(found + 1, 1));
      }
      List<Event> events = LogPlace.events(left, LogPlace.PATH);
      assertThat(events).hasSize((int) found + 1);
      assertThat(events.subList(0, (int) found)).isEqualTo(appended.subList(0, (int) found));
    }
  }
}
