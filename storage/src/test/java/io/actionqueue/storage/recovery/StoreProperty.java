package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Random histories in real directories: whatever is left of log and snapshots, the same state
/// comes back.
class StoreProperty {
  private static final Path SNAPSHOT = StoreSite.LAYOUT.v8Snapshot();

  @Test
  @DisplayName(
      "A-397 the log alone, and a snapshot of any prefix with the log, give the same state")
  void logAloneAndSnapshotWithLogAgree() {
    Seeds.check(
        40,
        random -> {
          var site = new StoreSite();
          var history = HistoryGenerator.of(random);
          boolean published = false;
          for (int session = random.between(1, 4); session > 0; session--) {
            published |= session(site, history, random);
          }
          String digest = history.state().digest();
          Store.Loaded whole = site.load();
          assertThat(whole.report().snapshotLoaded()).isEqualTo(published);
          assertThat(whole.state().digest()).isEqualTo(digest);
          assertThat(whole.state().image()).isEqualTo(history.state().image());
          site.disk.delete(SNAPSHOT);
          assertThat(site.load().state().digest()).isEqualTo(digest);
          assertThat(site.load().state().image()).isEqualTo(history.state().image());
        });
  }

  private static boolean session(StoreSite site, HistoryGenerator history, SeededRandom random)
      throws IOException {
    boolean published = false;
    try (Store store = site.open()) {
      assertThat(store.state().digest()).isEqualTo(history.state().digest());
      for (int i = random.between(1, 40); i > 0; i--) {
        StoreSite.append(store, history.next());
        if (random.chance(1, 10)) {
          published |= store.writeSnapshot() instanceof Snapshots.Written.Published;
        }
      }
    }
    return published;
  }
}
