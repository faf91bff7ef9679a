package io.actionqueue.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryLogTest {
  private static EventBatch pause(long sequence) {
    return new EventBatch(sequence, List.of(new EnginePaused(sequence)));
  }

  @Test
  void durabilityMovesByHand() throws IOException {
    MemoryLog log = MemoryLog.create();
    log.append(pause(1));
    log.append(pause(2));
    assertThat(log.durableSequence()).isZero();
    log.makeDurable(1);
    assertThat(log.durableSequence()).isEqualTo(1);
    assertThat(log.restarted().lastSequence()).isEqualTo(1);
    assertThatThrownBy(() -> log.makeDurable(3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLogGoesOnAfterASnapshot() throws IOException {
    MemoryLog log = MemoryLog.after(41);
    log.append(pause(42));
    assertThat(log.batches()).containsExactly(pause(42));
    assertThatThrownBy(() -> log.append(pause(44))).isInstanceOf(IOException.class);
  }

  @Nested
  class Contract extends EventLogContract {
    @Override
    protected Subject newSubject() {
      return new Subject() {
        private @Nullable MemoryLog log;

        @Override
        public EventLog open() {
          log = log == null ? MemoryLog.create() : log.restarted();
          return log;
        }

        @Override
        public List<Event> recorded() {
          return log == null ? List.of() : log.restarted().events();
        }

        @Override
        public void failNextSync() {
          if (log != null) {
            log.failNextSync(new IOException("planted"));
          }
        }
      };
    }
  }
}
