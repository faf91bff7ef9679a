package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.faults.Promise.Recorded;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.snapshot.SnapshotCheck;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.storage.wal.Durability;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A data directory on a simulated disk and the program that works on it, step by step, with an
/// account of what it was promised.
///
/// After a loss of what was not acknowledged the history goes on with other events than before, so
/// that an old tail that comes back does not go unnoticed. Confined to one thread, but for what the
/// log tells, which may come from its own.
final class DirectoryLife {
  static final Path ROOT = Path.of("/srv/data");
  static final Path LOG = new DataLayout(ROOT).log();

  private final SeededRandom random;
  private final LifeOptions options;
  private final UnaryOperator<FileStore> program;
  private final ManualTime time = ManualTime.atSeconds(1_700_000_000L);
  private final List<Recorded> states = new ArrayList<>();
  private SimulatedDisk disk;
  private HistoryGenerator history;
  private @Nullable Store store;

  /// How many of the states survive a power failure, and how many the end of the process.
  private int powerSafe = 1;

  private int processSafe = 1;

  DirectoryLife(SimulatedDisk disk, LogOptions options, SeededRandom random) {
    this(disk, LifeOptions.of(options), random);
  }

  DirectoryLife(SimulatedDisk disk, LifeOptions options, SeededRandom random) {
    this(disk, options, random, UnaryOperator.identity());
  }

  /// A life whose program calls the disk through something of its own, such as a mistake.
  DirectoryLife(
      SimulatedDisk disk,
      LifeOptions options,
      SeededRandom random,
      UnaryOperator<FileStore> program) {
    this.disk = disk;
    this.options = options;
    this.program = program;
    this.random = random;
    this.history = HistoryGenerator.of(random.split());
    states.add(Recorded.of(history.state()));
  }

  /// Opening with the settings of this life.
  static StoreOptions storeOptions(SimulatedDisk disk, ManualTime time, LogOptions options) {
    return LifeOptions.of(options).on(disk, time);
  }

  /// A directory opened without an account of promises.
  static Store openWith(SimulatedDisk disk, ManualTime time, LogOptions options)
      throws IOException {
    return Store.open(storeOptions(disk, time, options));
  }

  SimulatedDisk disk() {
    return disk;
  }

  LifeOptions options() {
    return options;
  }

  /// What a power failure at this moment must leave.
  synchronized Promise promise() {
    return new Promise(states.subList(powerSafe - 1, states.size()));
  }

  boolean isOpen() {
    return store != null;
  }

  /// Opens the directory; what is found must keep the promise and becomes the state to go on from.
  void open() throws IOException {
    Store opened = Store.open(options.on(program.apply(disk), time));
    promise().check(opened.state());
    goOnFrom(Recorded.of(opened.state()));
    history = HistoryGenerator.after(opened.state().image(), random.split());
    opened.log().listen(new Listener());
    store = opened;
  }

  /// Opens a directory that is there already and takes what is found for promised.
  void adopt() throws IOException {
    var time = ManualTime.atSeconds(1);
    states.clear();
    states.add(Recorded.of(Store.load(disk, time, ROOT).state()));
    open();
  }

  private synchronized void goOnFrom(Recorded found) {
    int known = states.indexOf(found) + 1;
    assertThat(known)
        .as("states that survive the end of the process")
        .isGreaterThanOrEqualTo(processSafe);
    states.subList(known, states.size()).clear();
    // Opening makes durable what it found.
    powerSafe = known;
    processSafe = known;
  }

  /// Hands batches over; they are acknowledged by a sync, or where durability is relaxed at once,
  /// as far as the end of the process goes.
  void append(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      append(random.chance(1, 4) ? history.nextOfSize(random.below(1500)) : history.next());
    }
  }

  /// Hands over one batch of about this size.
  void appendOfSize(int bytes) throws IOException {
    append(history.nextOfSize(bytes));
  }

  /// Hands over one batch that makes the log longer and the state no larger: seven bytes an event.
  void appendPauses(int pairs) throws IOException {
    append(history.nextOfPauses(pairs));
  }

  private void append(EventBatch batch) throws IOException {
    handOver(Recorded.of(history.state()));
    log().append(batch);
    long sequence = batch.firstSequence();
    for (Event event : batch.events()) {
      opened().state().apply(sequence++, event);
    }
    survivesProcess(log().durableSequence());
  }

  private synchronized void handOver(Recorded state) {
    states.add(state);
  }

  private synchronized void survivesProcess(long sequence) {
    processSafe = Math.max(processSafe, upTo(sequence));
  }

  private synchronized void survivesPowerFailure(long sequence) {
    powerSafe = Math.max(powerSafe, upTo(sequence));
  }

  private synchronized void allSafe() {
    powerSafe = states.size();
    processSafe = states.size();
  }

  void sync() throws IOException {
    log().sync();
    allSafe();
  }

  /// A snapshot in the form that fits, which for a small state is the original's.
  void snapshot() throws IOException {
    opened().writeSnapshot();
    allSafe();
  }

  /// A snapshot in the native form.
  void nativeSnapshot() throws IOException {
    log().sync();
    StateCapture capture = opened().state().capture();
    capture.advance(Integer.MAX_VALUE);
    var _ = opened().writeSnapshot(SnapshotForm.NATIVE, capture);
    allSafe();
  }

  /// Seals the log, makes two snapshots of everything, and drops the log.
  void compact() throws IOException {
    opened().compact();
    allSafe();
  }

  /// Fails unless every snapshot that has its name is whole: none gets it before that.
  static void checkSnapshots(SimulatedDisk disk) throws IOException {
    assertThat(SnapshotCheck.all(disk, new DataLayout(ROOT)))
        .as("snapshots under their names")
        .allSatisfy(check -> assertThat(check.fault()).as("%s", check.path()).isNull());
  }

  void close() throws IOException {
    Store closing = opened();
    store = null;
    closing.close();
    allSafe();
  }

  /// Ends the process without a word. Threads cannot be ended like that: they are left behind on
  /// the old disk, and what was seen there is on the new one.
  void kill() {
    if (options.log().threading() == LogThreading.LOG_THREAD) {
      disk.powerOff();
      restartOn(disk.settledCopy());
    } else {
      disk.killProcess();
      store = null;
    }
  }

  /// Ends the process after a failure: what was promised to survive its end may be lost with the
  /// bytes that the failure lost.
  void killAfterFailure() {
    kill();
    onlyPowerSafe();
  }

  /// Closes what has failed, as a program does that means to go on.
  void closeAfterFailure() {
    Store closing = opened();
    store = null;
    try {
      closing.close();
    } catch (IOException _) {
      // The first cause once more.
    }
    onlyPowerSafe();
  }

  private synchronized void onlyPowerSafe() {
    processSafe = powerSafe;
  }

  /// The power fails; the machine comes back with this disk.
  void restartOn(SimulatedDisk newDisk) {
    if (newDisk == disk) {
      disk.killProcess();
    } else {
      disk.powerOff();
    }
    disk = newDisk;
    store = null;
    onlyPowerSafe();
  }

  void advanceMillis(long millis) {
    time.advanceMillis(millis);
  }

  /// The first sequence that the log still holds.
  long firstSequenceOfLog() throws IOException {
    return LogSegments.scan(disk, LOG, ScanPolicy.DEFAULT, EventSink.NONE).firstSequence();
  }

  /// The log of the open directory.
  EventLog log() {
    return opened().log();
  }

  private Store opened() {
    if (store == null) {
      throw new IllegalStateException("the directory is not open");
    }
    return store;
  }

  /// How many states there are up to a sequence.
  private int upTo(long sequence) {
    int count = 0;
    while (count < states.size() && states.get(count).sequence() <= sequence) {
      count++;
    }
    return count;
  }

  /// Believes what the log says.
  private final class Listener implements EventLog.DurabilityListener {
    @Override
    public void durable(long sequence) {
      survivesProcess(sequence);
      if (options.log().durability() instanceof Durability.Sync) {
        survivesPowerFailure(sequence);
      }
    }

    @Override
    public void failed(IOException cause) {}
  }
}
