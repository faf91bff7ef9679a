package io.actionqueue.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// States that follow from random histories, through a v8 snapshot and back.
class V8Property {
  private static final Path FILE = Path.of("/snapshot.bin");

  @Test
  void whatV8ExpressesComesBackAsTheSameState() {
    var expressible = new AtomicInteger();
    Seeds.check(
        100,
        random -> {
          var history = HistoryGenerator.ofVersion5(random);
          history.take(random.between(0, 150));
          StateImage state = history.state().image();
          V8Snapshot snapshot = V8Snapshot.capture(state, 1_700_000_000);
          if (V8Form.whyNot(snapshot) == null) {
            expressible.incrementAndGet();
            StateImage back = V8Form.restore(throughFile(snapshot));
            assertThat(back).isEqualTo(state);
            assertThat(QueueState.of(back).digest()).isEqualTo(history.state().digest());
          }
        });
    assertThat(expressible).hasPositiveValue();
  }

  @Test
  @DisplayName("A-397 a snapshot of any prefix and the events behind it give the state of the log")
  void snapshotAndTailGiveTheSameState() {
    Seeds.check(
        60,
        random -> {
          var history = HistoryGenerator.ofVersion5(random);
          int prefix = random.between(0, 60);
          history.take(prefix);
          StateImage state = history.state().image();
          V8Snapshot snapshot = V8Snapshot.capture(state, 1_700_000_000);
          boolean expressible = V8Form.whyNot(snapshot) == null;
          QueueState resumed =
              QueueState.of(expressible ? V8Form.restore(throughFile(snapshot)) : state);
          for (EventBatch batch : history.take(random.between(1, 60))) {
            fold(resumed, batch);
          }
          assertThat(resumed.digest()).isEqualTo(history.state().digest());
          assertThat(resumed.image()).isEqualTo(history.state().image());
        });
  }

  private static void fold(QueueState state, EventBatch batch) {
    long sequence = batch.firstSequence();
    for (Event event : batch.events()) {
      assertThat(state.check(sequence, event)).isNull();
      state.apply(sequence++, event);
    }
  }

  private static V8Snapshot throughFile(V8Snapshot snapshot) throws IOException {
    var disk = SimulatedDisk.create();
    try (var file = disk.open(FILE, OpenMode.CREATE_EMPTY)) {
      V8File.write(file, snapshot);
    }
    return ((V8File.Loaded.Present) V8File.load(disk, FILE)).snapshot();
  }
}
