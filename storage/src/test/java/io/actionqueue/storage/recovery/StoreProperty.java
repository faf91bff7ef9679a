package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.state.StateCapture;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Random histories in real directories: whatever is left of log and snapshots, the same state
/// comes back.
class StoreProperty {
  @Test
  @DisplayName("A-397 the log alone, and snapshots of any prefix with it, give the same state")
  void logAloneAndSnapshotsWithLogAgree() {
    Seeds.check(40, StoreProperty::check);
  }

  private static void check(SeededRandom random) throws IOException {
    var site = new StoreSite();
    var history = HistoryGenerator.of(random);
    for (int session = random.between(1, 4); session > 0; session--) {
      session(site, history, random);
    }
    List<Path> snapshots = site.disk.list(StoreSite.LAYOUT.snapshotFolder());
    assertThat(site.load().report().snapshotLoaded()).isEqualTo(!snapshots.isEmpty());
    same(site, history);
    for (Path file : snapshots) {
      site.disk.delete(file);
      same(site, history);
    }
    assertThat(site.load().report().snapshotLoaded()).isFalse();
  }

  private static void same(StoreSite site, HistoryGenerator history) throws IOException {
    Store.Loaded loaded = site.load();
    StateImage image = history.state().image();
    assertThat(loaded.state().digest()).isEqualTo(history.state().digest());
    assertThat(loaded.state().image()).isEqualTo(image);
  }

  /// Appends for a while and writes snapshots in between, in either form.
  private static void session(StoreSite site, HistoryGenerator history, SeededRandom random)
      throws IOException {
    try (Store store = site.open()) {
      assertThat(store.state().digest()).isEqualTo(history.state().digest());
      for (int i = random.between(1, 40); i > 0; i--) {
        StoreSite.append(store, history.next());
        if (random.chance(1, 20)) {
          store.writeSnapshot();
        } else if (random.chance(1, 20)) {
          StateCapture capture = store.state().capture();
          capture.advance(Integer.MAX_VALUE);
          var _ = store.writeSnapshot(SnapshotForm.NATIVE, capture);
        }
      }
    }
  }
}
