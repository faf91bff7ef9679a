package io.actionqueue.storage.recovery;

import static io.actionqueue.storage.recovery.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.ExtensionEvent.ScopePaused;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A compaction makes a directory as small as it can be: two snapshots of everything, no log.
class SmallestDirectoryTest {
  private static final Path LOG = StoreSite.LAYOUT.log();
  private static final Path V8 = StoreSite.LAYOUT.v8Snapshot();

  private final StoreSite site = new StoreSite();

  private static Path at(long sequence) {
    return StoreSite.LAYOUT.nativeSnapshot(sequence);
  }

  private SnapshotReport compact() throws IOException {
    try (Store store = site.open()) {
      return store.compact();
    }
  }

  private List<Path> snapshots() throws IOException {
    return site.disk.list(StoreSite.LAYOUT.snapshotFolder());
  }

  private void expectNoLog() throws IOException {
    assertThat(LogSegments.sealed(site.disk, LOG)).isEmpty();
    assertThat(site.disk.content(LOG)).isEmpty();
  }

  @Test
  void theLogGoesAndTwoSnapshotsOfTheStateStay() throws IOException {
    site.write(task(1), task(2), task(3));
    String digest = site.load().state().digest();
    long logBytes = site.disk.content(LOG).length;
    SnapshotReport report = compact();
    assertThat(report.sequence()).isEqualTo(3);
    assertThat(report.previousSequence()).isEqualTo(3);
    assertThat(report.droppedFiles()).hasSize(1);
    assertThat(report.droppedBytes()).isEqualTo(logBytes);
    assertThat(snapshots()).containsExactlyInAnyOrder(V8, at(3));
    expectNoLog();
    assertThat(site.load().state().digest()).isEqualTo(digest);
  }

  @Test
  void eachOfTheTwoGivesTheStateAloneAndWithoutBothTheDirectoryIsRefused() throws IOException {
    site.write(task(1), task(2));
    String digest = site.load().state().digest();
    compact();
    for (Path damaged : List.of(V8, at(2))) {
      SimulatedDisk disk = site.disk.settledCopy();
      disk.flipBit(damaged, 40, 1);
      try (Store store = new StoreSite(disk).open()) {
        assertThat(store.state().digest()).isEqualTo(digest);
        StoreSite.append(store, task(3));
      }
      assertThat(new StoreSite(disk).load().state().latestSequence()).isEqualTo(3);
    }
    site.disk.flipBit(V8, 40, 1);
    site.disk.flipBit(at(2), 40, 1);
    assertThatThrownBy(site::open)
        .isInstanceOf(SnapshotMismatch.class)
        .hasMessageContaining("the log is empty");
  }

  @Test
  void aStateThatOnlyTheNativeFormHoldsIsWrittenTwiceInThatForm() throws IOException {
    site.write(task(1), new ScopePaused(new Scope.Action("mail"), 12));
    String digest = site.load().state().digest();
    compact();
    Path twin = StoreSite.LAYOUT.nativeTwin(2);
    assertThat(snapshots()).containsExactlyInAnyOrder(at(2), twin);
    assertThat(site.disk.content(twin)).isEqualTo(site.disk.content(at(2)));
    expectNoLog();
    for (Path damaged : List.of(at(2), twin)) {
      SimulatedDisk disk = site.disk.settledCopy();
      disk.flipBit(damaged, 40, 1);
      var other = new StoreSite(disk);
      assertThat(other.load().state().digest()).isEqualTo(digest);
      assertThat(Store.loadAt(disk, StoreSite.DIRECTORY, 2).digest()).isEqualTo(digest);
    }
  }

  @Test
  void whatComesAfterwardsIsCompactedTheSameWay() throws IOException {
    site.write(task(1));
    compact();
    SnapshotReport nothingNew = compact();
    assertThat(nothingNew.droppedFiles()).isEmpty();
    site.write(task(2), new ScopePaused(new Scope.Action("mail"), 12), task(3));
    assertThat(compact().droppedFiles()).hasSize(1);
    assertThat(snapshots()).containsExactlyInAnyOrder(at(4), StoreSite.LAYOUT.nativeTwin(4));
    expectNoLog();
    site.write(task(4));
    try (Store store = site.open()) {
      SnapshotReport ordinary = store.writeSnapshot();
      assertThat(ordinary.previousSequence()).isEqualTo(4);
    }
    assertThat(snapshots()).containsExactlyInAnyOrder(at(5), StoreSite.LAYOUT.nativeTwin(4));
    assertThat(site.load().state().taskCount()).isEqualTo(4);
  }

  /// The log is sealed also where nothing of it can go yet: the next snapshot lets it go.
  @Test
  void anEmptyDirectoryIsLeftEmpty() throws IOException {
    try (Store store = site.open()) {
      assertThat(store.compact().droppedFiles()).isEmpty();
    }
    expectNoLog();
    assertThat(site.load().state().latestSequence()).isZero();
  }

  /// A reader that has chosen the older snapshot must not take the emptied log for its end.
  @Test
  void aReaderUnderWhichEverythingIsCompactedReadsAnew() throws IOException {
    site.write(task(1), task(2));
    site.writeSnapshot();
    site.write(task(3));
    try (Store store = site.open()) {
      boolean[] done = new boolean[1];
      var files =
          new OpeningHook(
              site.disk,
              path -> {
                if (path.equals(LOG) && !done[0]) {
                  done[0] = true;
                  store.compact();
                }
              });
      assertThat(Store.load(files, site.time, StoreSite.DIRECTORY).state().taskCount())
          .isEqualTo(3);
      assertThat(done[0]).isTrue();
    }
  }

  @Test
  void readersSeeAWholeStateAtEveryStep() throws IOException {
    site.write(task(1), task(2));
    site.writeSnapshot();
    site.write(task(3));
    int[] steps = {0};
    try (Store store = site.open()) {
      site.disk.onChange(_ -> {
        steps[0]++;
        assertThat(taskCount(site.disk.settledCopy())).isEqualTo(3);
      });
      store.compact();
      site.disk.onChange(_ -> {});
    }
    assertThat(steps[0]).isGreaterThan(15);
  }

  private static int taskCount(SimulatedDisk disk) {
    try {
      return new StoreSite(disk).load().state().taskCount();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
