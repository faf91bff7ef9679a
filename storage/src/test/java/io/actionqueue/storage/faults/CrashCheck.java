package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.faults.Promise.Recorded;
import io.actionqueue.storage.recovery.OpenReport;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.CrashState;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.util.List;

/// Recovers a disk as a power failure left it and holds the result against the promise. Confined to
/// one thread.
final class CrashCheck {
  /// Beyond so many states a crash of the recovery itself is sampled.
  private static final int SECOND_STATES_PER_CUT = 24;

  private final LifeOptions options;
  private final SeededRandom random;
  private long secondCrashes;

  /// A check for directories that are opened with these settings.
  CrashCheck(LifeOptions options, SeededRandom random) {
    this.options = options;
    this.random = random;
  }

  /// How many states after a second crash, during recovery, were checked.
  long secondCrashes() {
    return secondCrashes;
  }

  /// Recovers once and looks again: what was found is kept, and nothing is done twice.
  void recover(SimulatedDisk disk, Promise promise) throws IOException {
    Recorded found = open(disk, promise);
    long settled = disk.contentHash();
    try (Store again = Store.open(options.on(disk, time()))) {
      // The state follows from the bytes, and those are compared.
      assertThat(again.state().latestSequence()).isEqualTo(found.sequence());
      assertThat(again.report().torn()).isNull();
    }
    assertThat(disk.contentHash()).as("opening again changes nothing").isEqualTo(settled);
  }

  /// Looks without owning: the same state, and not a byte changed.
  void look(SimulatedDisk disk, Promise promise) throws IOException {
    if (!disk.isDirectory(DirectoryLife.ROOT)) {
      assertThat(promise.acknowledged()).as("acknowledged without a directory").isZero();
      return;
    }
    long before = disk.contentHash();
    DirectoryLife.checkSnapshots(disk);
    Store.Loaded loaded = Store.load(disk, time(), DirectoryLife.ROOT);
    Recorded seen = promise.check(loaded.state());
    assertThat(disk.contentHash()).as("looking changes nothing").isEqualTo(before);
    assertThat(open(disk, promise)).isEqualTo(seen);
  }

  /// Recovers and goes on: what is written after a recovery is as safe as what was written before.
  void goOn(SimulatedDisk disk, Promise promise) throws IOException {
    QueueState state;
    EventBatch batch;
    try (Store store = Store.open(options.on(disk, time()))) {
      promise.check(store.state());
      batch = HistoryGenerator.after(store.state().image(), random.split()).next();
      store.log().append(batch);
      store.log().sync();
      state = store.state();
      long sequence = batch.firstSequence();
      for (Event event : batch.events()) {
        state.apply(sequence++, event);
      }
      open(disk.crashSpace().oldest().disk(), new Promise(List.of(Recorded.of(state))));
    }
    open(disk, new Promise(List.of(Recorded.of(state))));
  }

  /// Recovers while the power fails again, at every step of the recovery: what was there is still
  /// there.
  void recoverWithSecondCrash(SimulatedDisk disk, Promise promise) throws IOException {
    Recorded found = open(disk.settledCopy(), promise);
    Promise exactly = new Promise(List.of(found));
    disk.onChange(operation -> crashAgain(disk, operation, exactly));
    open(disk, exactly);
    disk.onChange(_ -> {});
  }

  private void crashAgain(SimulatedDisk disk, DiskOperation operation, Promise exactly) {
    disk.crashSpace()
        .states(SECOND_STATES_PER_CUT, random)
        .forEach(state -> {
          secondCrashes++;
          try {
            open(state.disk(), exactly);
          } catch (IOException | AssertionError failure) {
            throw new AssertionError(
                "second crash at %s of the recovery, choice %s: %s"
                    .formatted(operation, state.choice(), failure),
                failure);
          }
        });
  }

  private Recorded open(SimulatedDisk disk, Promise promise) throws IOException {
    try (Store store = Store.open(options.on(disk, time()))) {
      Recorded found = promise.check(store.state());
      OpenReport report = store.report();
      assertThat(store.log().lastSequence()).isEqualTo(store.state().latestSequence());
      assertThat(store.log().durableSequence()).isEqualTo(store.state().latestSequence());
      assertThat(report.lastSequence()).isEqualTo(store.state().latestSequence());
      assertThat(report.warnings())
          .as("a snapshot has its name only once it is whole and durable")
          .noneMatch(warning -> warning.contains("is passed over"));
      return found;
    }
  }

  private static ManualTime time() {
    return ManualTime.atSeconds(1_700_001_000L);
  }

  /// A failure with everything that it takes to see it again.
  static AssertionError failure(
      CrashState state, DiskOperation operation, List<DiskOperation> trace, Throwable cause) {
    List<DiskOperation> latest = trace.subList(Math.max(0, trace.size() - 15), trace.size());
    return new AssertionError(
        "crash after %s, choice %s: %s%n  latest operations:%n    %s"
            .formatted(
                operation,
                state.choice(),
                cause,
                String.join(
                    System.lineSeparator() + "    ",
                    latest.stream().map(DiskOperation::toString).toList())),
        cause);
  }
}
