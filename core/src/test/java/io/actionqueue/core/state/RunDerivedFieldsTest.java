package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static io.actionqueue.core.state.Replay.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskMetadata;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What is derived from a run's events and not recorded (spec 02 §6.6, S-7, S-38).
class RunDerivedFieldsTest {
  @Test
  @DisplayName("S-38: a run counts as due from the earlier of its time and its promotion on")
  void readySinceIsTheEarlierInstant() {
    assertThat(Replay.ready().run().readySince()).isEqualTo(100);
    RunId early = new RunId(2, 2);
    Replay replay =
        Replay.scheduled()
            .apply(new RunCreated(RunInstance.scheduled(early, TASK, 500, 100)))
            .apply(new RunStateChanged(early, SCHEDULED, READY, 300));
    assertThat(replay.run(early).readySince()).isEqualTo(300);
    assertThat(replay.run(early).readySequence()).isEqualTo(4);
  }

  @Test
  @DisplayName("S-38: a run that comes back to Ready counts as due from that event on")
  void readySinceOfARunThatComesBack() {
    Replay replay = Replay.running().move(RUNNING, RETRY_WAIT, 140).move(RETRY_WAIT, READY, 900);
    assertThat(replay.run().readySince()).isEqualTo(900);
    assertThat(replay.run().readySequence()).isEqualTo(7);
    assertThat(Replay.leased().move(LEASED, READY, 700).run().readySince()).isEqualTo(700);
  }

  @Test
  @DisplayName("02-W-12: the recorded priority stays as recorded, selection takes the task's")
  void priorityIsTheTasks() {
    var spec = Replay.task(TASK).spec();
    var urgent = spec.withMetadata(new TaskMetadata(List.of(), 42, null));
    Replay replay =
        Replay.empty()
            .apply(new TaskCreated(urgent, 100))
            .apply(Replay.run(RUN, TASK))
            .move(SCHEDULED, READY, 110);
    assertThat(replay.run().priority()).isEqualTo(42);
    assertThat(replay.run().instance().effectivePriority()).isZero();
  }

  @Test
  @DisplayName("INV-33, A-414: entering a terminal state drops the lease without an event")
  void terminalStatesHaveNoLease() {
    for (RunState target : new RunState[] {COMPLETED, FAILED, CANCELED}) {
      Replay replay =
          Replay.ready()
              .apply(lease(5000))
              .move(READY, LEASED, 120)
              .move(LEASED, RUNNING, 130)
              .move(RUNNING, target, 140);
      assertThat(replay.run().lease()).as("lease in %s", target).isNull();
    }
  }

  @Test
  @DisplayName("02-S-20, 02-W-8: RetryWait and Suspended keep a lease that an old log left open")
  void waitingStatesKeepTheLease() {
    for (RunState target : new RunState[] {RETRY_WAIT, SUSPENDED}) {
      Replay replay =
          Replay.ready()
              .apply(lease(5000))
              .move(READY, LEASED, 120)
              .move(LEASED, RUNNING, 130)
              .move(RUNNING, target, 140);
      assertThat(replay.run().lease()).as("lease in %s", target).isNotNull();
    }
  }
}
