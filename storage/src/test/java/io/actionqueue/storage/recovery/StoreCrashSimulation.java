package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Power failures at every change of the disk while batches are appended and snapshots of both
/// forms are written: what was acknowledged is there, what is there is a prefix of the history, and
/// it goes on.
class StoreCrashSimulation {
  private record Crash(SimulatedDisk disk, long acknowledged) {}

  private final Map<Long, String> digests = new HashMap<>();
  private final List<Crash> crashes = new ArrayList<>();
  private long acknowledged;

  @Test
  void everyCrashLeavesAPrefixWithAllThatWasAcknowledged() {
    Seeds.check(
        6,
        random -> {
          digests.clear();
          crashes.clear();
          acknowledged = 0;
          live(random);
          for (Crash crash : crashes) {
            recover(crash);
          }
        });
  }

  private void live(SeededRandom random) throws IOException {
    var site = new StoreSite();
    var history = HistoryGenerator.of(random.split());
    digests.put(0L, history.state().digest());
    site.disk.onChange(_ -> crashes.add(new Crash(site.disk.crash(random), acknowledged)));
    for (int session = 0; session < 3; session++) {
      try (Store store = site.open()) {
        for (int i = 0; i < 8; i++) {
          EventBatch batch = history.next();
          digests.put(batch.lastSequence(), history.state().digest());
          StoreSite.append(store, batch);
          acknowledged = batch.lastSequence();
        }
        if (session == 1) {
          StateCapture capture = store.state().capture();
          capture.advance(Integer.MAX_VALUE);
          var _ = store.writeSnapshot(SnapshotForm.NATIVE, capture);
        } else {
          store.writeSnapshot();
        }
      }
    }
  }

  private void recover(Crash crash) throws IOException {
    var site = new StoreSite(crash.disk);
    long sequence;
    try (Store store = site.open()) {
      sequence = store.state().latestSequence();
      assertThat(Long.compareUnsigned(sequence, crash.acknowledged)).isNotNegative();
      assertThat(store.state().digest()).isEqualTo(digests.get(sequence));
      StoreSite.append(store, Samples.task(99));
    }
    assertThat(site.load().state().latestSequence()).isEqualTo(sequence + 1);
  }
}
