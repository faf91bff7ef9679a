package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.TaskConstraints;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Whether the records say that a run holds its key (spec 03 §3.2, §3.3).
class KeyHoldingTest {
  private static Replay withKey(@Nullable String key, HoldPolicy policy) {
    TaskConstraints constraints =
        TaskConstraints.DEFAULT.withConcurrencyKey(key).withHoldPolicy(policy);
    return Replay.empty()
        .apply(new TaskCreated(Replay.task(TASK).spec().withConstraints(constraints), 100))
        .apply(Replay.run(RUN, TASK));
  }

  /// The answers after each move along a path, each also asked of a state made of the image.
  private static List<Boolean> along(Replay replay, RunState... path) {
    var answers = new ArrayList<Boolean>();
    answers.add(replay.run().holdsKey());
    for (int i = 1; i < path.length; i++) {
      replay.move(path[i - 1], path[i], 100 + i);
      answers.add(replay.run().holdsKey());
      assertThat(Replay.on(QueueState.of(replay.state.image())).run().holdsKey())
          .as("after a restart in %s", path[i])
          .isEqualTo(replay.run().holdsKey());
    }
    return answers;
  }

  @Test
  void heldFromLeasedOnThroughRetryUntilTheEnd() {
    assertThat(
            along(
                withKey("k", HoldPolicy.HOLD_DURING_RETRY),
                SCHEDULED,
                READY,
                LEASED,
                RUNNING,
                RETRY_WAIT,
                READY,
                LEASED,
                READY,
                LEASED,
                RUNNING,
                SUSPENDED,
                READY,
                LEASED,
                RUNNING,
                COMPLETED))
        .containsExactly(
            false, false, true, true, true, true, true, true, true, true, true, true, true, true,
            false);
  }

  @Test
  void freeBetweenAttemptsUnderTheOtherPolicy() {
    assertThat(
            along(
                withKey("k", HoldPolicy.RELEASE_ON_RETRY),
                SCHEDULED,
                READY,
                LEASED,
                RUNNING,
                RETRY_WAIT,
                READY,
                LEASED,
                RUNNING,
                SUSPENDED,
                READY))
        .containsExactly(false, false, true, true, false, false, true, true, false, false);
  }

  @Test
  @DisplayName("a start that did not happen gives the key back")
  void aStartThatDidNotHappenGivesTheKeyBack() {
    assertThat(along(withKey("k", HoldPolicy.HOLD_DURING_RETRY), SCHEDULED, READY, LEASED, READY))
        .containsExactly(false, false, true, false);
  }

  @Test
  void nothingIsHeldWithoutAKey() {
    assertThat(
            along(
                withKey(null, HoldPolicy.HOLD_DURING_RETRY),
                SCHEDULED,
                READY,
                LEASED,
                RUNNING,
                RETRY_WAIT))
        .doesNotContain(true);
  }
}
