package io.actionqueue.storage.recovery;

import static io.actionqueue.storage.recovery.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogReader;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What happens to older log and older snapshots when a snapshot is written (D4).
class CompactionTest {
  private static final Path LOG = StoreSite.LAYOUT.log();
  private static final Path SNAPSHOT = StoreSite.LAYOUT.v8Snapshot();
  private static final Path PREVIOUS = StoreSite.LAYOUT.v8Previous();

  private final StoreSite site = new StoreSite();

  private Store open() throws IOException {
    LogOptions log =
        LogOptions.builder()
            .threading(LogThreading.CALLER)
            .prepareBytes(0)
            .segmentBytes(4096)
            .build();
    return Store.open(site.options().log(log).build());
  }

  /// A task of about 1,500 bytes: three fill a file of the log.
  private static Event large(long number) {
    var payload = TaskPayload.of(Bytes.copyOf(new byte[1500]));
    return new TaskCreated(TaskSpec.of(new TaskId(1, number), payload), 10);
  }

  private static void append(Store store, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      StoreSite.append(store, large(store.state().latestSequence() + 1));
    }
  }

  private static SnapshotReport writeNative(Store store) throws IOException {
    store.log().sync();
    StateCapture capture = store.state().capture();
    capture.advance(Integer.MAX_VALUE);
    if (store.writeSnapshot(SnapshotForm.NATIVE, capture)
        instanceof SnapshotOutcome.Done(SnapshotReport report)) {
      return report;
    }
    throw new AssertionError("every state has the native form");
  }

  private List<Long> sealed() throws IOException {
    return LogSegments.sealed(site.disk, LOG).stream()
        .map(LogSegments.Sealed::firstSequence)
        .toList();
  }

  @Test
  void logIsDroppedBehindTheSnapshotBeforeTheLatestOne() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      assertThat(sealed()).containsExactly(1L, 4L, 7L);
      SnapshotReport first = store.writeSnapshot();
      assertThat(first.droppedFiles()).as("behind the only snapshot").isEmpty();
      assertThat(first.previousSequence()).isZero();
      append(store, 3);
      SnapshotReport second = store.writeSnapshot();
      assertThat(second.sequence()).isEqualTo(13);
      assertThat(second.previousSequence()).isEqualTo(10);
      assertThat(second.droppedFiles()).hasSize(3);
      assertThat(second.droppedBytes()).isBetween(9 * 1500L, 9 * 1600L);
      assertThat(sealed()).containsExactly(10L);
    }
    assertThat(site.load().state().taskCount()).isEqualTo(13);
  }

  @Test
  void aSnapshotOfTheStateThatTheLatestOneHoldsDropsNothing() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      for (int i = 0; i < 3; i++) {
        assertThat(store.writeSnapshot().droppedFiles()).isEmpty();
        assertThat(writeNative(store).droppedFiles()).isEmpty();
      }
    }
    assertThat(sealed()).containsExactly(1L, 4L, 7L);
  }

  @Test
  void theOneThatOpeningHasLoadedCountsAsVerified() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      store.writeSnapshot();
    }
    try (Store store = open()) {
      append(store, 1);
      assertThat(store.writeSnapshot().previousSequence()).isEqualTo(10);
    }
    assertThat(site.disk.exists(PREVIOUS)).isTrue();
  }

  /// Each of the two snapshots gives the whole state with what is left of the log.
  @Test
  void aDamagedLatestSnapshotIsPassedOverForThePreviousOneAndItsLog() throws IOException {
    for (SnapshotForm form : List.of(SnapshotForm.V8, SnapshotForm.NATIVE)) {
      StoreSite fresh = new StoreSite();
      Path latest;
      String digest;
      try (Store store = Store.open(fresh.options().log(small()).build())) {
        append(store, 10);
        store.writeSnapshot();
        append(store, 5);
        SnapshotReport report =
            form == SnapshotForm.V8 ? store.writeSnapshot() : writeNative(store);
        assertThat(report.droppedFiles()).isNotEmpty();
        append(store, 2);
        latest = report.path();
        digest = store.state().digest();
      }
      fresh.disk.flipBit(latest, 40, 1);
      Store.Loaded loaded = fresh.load();
      assertThat(loaded.state().digest()).isEqualTo(digest);
      assertThat(loaded.report().snapshotSequence()).isEqualTo(10);
      assertThat(loaded.report().warnings()).hasSize(1).first().asString().contains("passed over");
    }
  }

  private static LogOptions small() {
    return LogOptions.builder()
        .threading(LogThreading.CALLER)
        .prepareBytes(0)
        .segmentBytes(4096)
        .build();
  }

  @Test
  void aDamagedLatestSnapshotNeverReplacesThePreviousOne() throws IOException {
    try (Store store = open()) {
      append(store, 1);
      store.writeSnapshot();
      append(store, 1);
      store.writeSnapshot();
    }
    site.disk.flipBit(SNAPSHOT, 40, 1);
    byte[] previous = site.disk.content(PREVIOUS);
    try (Store store = open()) {
      assertThat(store.report().snapshotSequence()).isEqualTo(1);
      append(store, 1);
      store.writeSnapshot();
    }
    assertThat(site.disk.content(PREVIOUS)).isEqualTo(previous);
    assertThat(site.load().report().snapshotSequence()).isEqualTo(3);
  }

  @Test
  void twoDamagedSnapshotsBehindADroppedLogAreRefused() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      store.writeSnapshot();
      append(store, 5);
      store.writeSnapshot();
    }
    site.disk.flipBit(SNAPSHOT, 40, 1);
    site.disk.flipBit(PREVIOUS, 40, 1);
    assertThatThrownBy(this::open)
        .isInstanceOf(SnapshotMismatch.class)
        .hasMessageContaining("starts at sequence 10");
  }

  @Test
  void snapshotsOfBothFormsTakeTurnsAndTwoAreKept() throws IOException {
    try (Store store = open()) {
      List<Path> latest = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        append(store, 1);
        SnapshotReport report = i % 3 == 0 ? writeNative(store) : store.writeSnapshot();
        latest.addFirst(report.path());
        List<Path> kept = site.disk.list(StoreSite.LAYOUT.snapshotFolder());
        assertThat(kept).hasSizeLessThanOrEqualTo(2).contains(report.path());
      }
    }
    assertThat(site.load().report().snapshotSequence()).isEqualTo(6);
  }

  /// ActionQueue 0.1 would take the active file for the whole log (S-33).
  @Test
  void everyFileBehindAnotherBeginsWithABatch() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      store.writeSnapshot();
      append(store, 9);
      store.writeSnapshot();
    }
    List<Path> files = new ArrayList<>();
    LogSegments.sealed(site.disk, LOG).forEach(sealed -> files.add(sealed.path()));
    files.add(LOG);
    assertThat(files).hasSizeGreaterThan(2);
    for (Path file : files) {
      try (LogReader reader = LogReader.open(site.disk, file)) {
        assertThat(reader.next().frame().version()).as(file.toString()).isEqualTo(6);
      }
    }
  }

  @Test
  void anEmptyLogBehindANativeSnapshotBeginsWithABatchAndBehindAV8OneWithARecord()
      throws IOException {
    for (SnapshotForm form : List.of(SnapshotForm.V8, SnapshotForm.NATIVE)) {
      StoreSite fresh = new StoreSite();
      fresh.write(task(1));
      try (Store store = fresh.open()) {
        StateCapture capture = store.state().capture();
        capture.advance(Integer.MAX_VALUE);
        var _ = store.writeSnapshot(form, capture);
      }
      fresh.disk.delete(LOG);
      fresh.write(task(2), task(3));
      try (LogReader reader = LogReader.open(fresh.disk, LOG)) {
        int first = form == SnapshotForm.V8 ? 5 : 6;
        assertThat(reader.next().frame().version()).isEqualTo(first);
        assertThat(reader.next().frame().version()).isEqualTo(5);
      }
    }
  }

  @Test
  void aSnapshotThatDoesNotReadBackDropsNothingAndReplacesNothing() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      store.writeSnapshot();
      append(store, 5);
      byte[] before = site.disk.content(SNAPSHOT);
      site.disk.injectWhen(
          operation ->
              operation.kind() == Kind.READ && operation.path().toString().endsWith(".tmp"),
          Fault.ioError());
      assertThatThrownBy(store::writeSnapshot)
          .isInstanceOf(io.actionqueue.storage.SnapshotUnsound.class)
          .hasMessageContaining("does not read back");
      assertThat(site.disk.content(SNAPSHOT)).isEqualTo(before);
      assertThat(sealed()).startsWith(1L);
      append(store, 1);
      assertThat(store.writeSnapshot().droppedFiles()).isNotEmpty();
    }
  }

  /// The disk moved the file and said that it did not.
  @Test
  void aRenameWhoseAnswerWasLostCostsOneSnapshotAndNoMore() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      store.writeSnapshot();
      append(store, 5);
      site.disk.injectNext(Kind.RENAME, Fault.lostAnswer());
      assertThatThrownBy(store::writeSnapshot).isInstanceOf(IOException.class);
      assertThat(site.disk.exists(SNAPSHOT)).isFalse();
      append(store, 1);
      SnapshotReport report = store.writeSnapshot();
      assertThat(report.previousSequence()).isEqualTo(10);
      assertThat(report.path()).isEqualTo(SNAPSHOT);
    }
    assertThat(site.load().state().taskCount()).isEqualTo(16);
    assertThat(site.disk.exists(PREVIOUS)).isTrue();
  }

  @Test
  void readersBesideTheOwnerSeeAWholeStateAtEveryStepOfACompaction() throws IOException {
    List<Long> seen = new ArrayList<>();
    try (Store store = open()) {
      append(store, 10);
      store.writeSnapshot();
      append(store, 5);
      site.disk.onChange(_ -> seen.add(taskCount(new StoreSite(site.disk.settledCopy()))));
      store.writeSnapshot();
      append(store, 4);
      writeNative(store);
      site.disk.onChange(_ -> {});
    }
    assertThat(seen).hasSizeGreaterThan(10).isSorted().allMatch(count -> count >= 15);
  }

  private static long taskCount(StoreSite site) {
    try {
      return site.load().state().taskCount();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The reader has chosen its snapshot when the owner writes two more and drops the log between.
  @Test
  void aReaderWhoseLogIsDroppedUnderItReadsAnew() throws IOException {
    try (Store store = open()) {
      append(store, 10);
      store.writeSnapshot();
      boolean[] done = new boolean[1];
      var files =
          new OpeningHook(
              site.disk,
              path -> {
                if (path.equals(LOG) && !done[0]) {
                  done[0] = true;
                  append(store, 5);
                  store.writeSnapshot();
                  append(store, 5);
                  store.writeSnapshot();
                }
              });
      assertThat(Store.load(files, site.time, StoreSite.DIRECTORY).state().taskCount())
          .isEqualTo(20);
      assertThat(done[0]).isTrue();
    }
  }

  @Test
  void damageAndGapsAreSaidToBeInTheFileWhereTheyAre() throws IOException {
    try (Store store = open()) {
      append(store, 10);
    }
    Path second = LogSegments.sealed(site.disk, LOG).get(1).path();
    byte[] good = site.disk.content(second);
    site.disk.flipBit(second, good.length - 3, 1);
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(CorruptLog.class, e -> assertThat(e.path()).isEqualTo(second));
    site.disk.delete(second);
    Path third = LogSegments.sealed(site.disk, LOG).get(1).path();
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            io.actionqueue.storage.SequenceGap.class, e -> assertThat(e.path()).isEqualTo(third));
  }

  /// A log of ActionQueue 0.1 may have gaps and is opened with a warning; a batch behind it would
  /// make it look like one of ours, which never has any (S-32).
  @Test
  void anAcceptedGapIsRememberedSoThatTheDirectoryStaysOpenable() throws IOException {
    site.write(task(1), task(2), task(3));
    byte[] log = site.disk.content(LOG);
    byte[] gap = new byte[log.length - log.length / 3];
    System.arraycopy(log, 0, gap, 0, log.length / 3);
    System.arraycopy(log, log.length / 3 * 2, gap, log.length / 3, log.length / 3);
    site.disk.install(LOG, gap);
    try (Store store = site.open()) {
      assertThat(store.report().warnings()).hasSize(1).first().asString().contains("missing");
      StoreSite.append(store, new EnginePaused(4), new EngineResumed(5));
    }
    try (Store store = site.open()) {
      assertThat(store.report().warnings()).isEmpty();
      assertThat(store.report().snapshotSequence()).isEqualTo(3);
      assertThat(store.state().latestSequence()).isEqualTo(5);
    }
    assertThat(Snapshots.natives(site.disk, StoreSite.LAYOUT)).isEmpty();
    QueueState state = site.load().state();
    assertThat(state.taskCount()).isEqualTo(2);
    assertThat(LogSegments.scan(site.disk, LOG, ScanPolicy.STRICT, EventSink.NONE).jumpCount())
        .isEqualTo(1);
  }
}
