package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.state.Replay.ATTEMPT;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.subscription.EventFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Copies of a state that are taken while it goes on.
class StateCaptureTest {
  private static final TaskId OTHER = new TaskId(1, 2);

  @Test
  void whatChangesBeforeItsTurnIsCopiedBeforeItChanges() {
    Replay replay = Replay.attempting().apply(new DependencyDeclared(TASK, List.of(OTHER), 1));
    StateImage before = replay.state.image();
    StateCapture capture = replay.state.capture();
    replay
        .apply(Replay.finished(ATTEMPT, AttemptResult.SUSPENDED, null))
        .apply(new RunSuspended(RUN, null, 200))
        .apply(new TaskCanceled(TASK, 200))
        .apply(new DependencyDeclared(TASK, List.of(new TaskId(1, 3)), 1))
        .apply(new DependencyDeclared(OTHER, List.of(), 1))
        .apply(Replay.task(OTHER))
        .apply(Replay.run(new RunId(2, 2), OTHER));
    assertThat(capture.advance(Integer.MAX_VALUE)).isTrue();
    assertThat(capture.image()).isEqualTo(before);
    assertThat(capture.image()).as("once more").isEqualTo(before);
  }

  @Test
  void whatChangesAfterItsTurnDoesNotShow() {
    Replay replay = Replay.attempting();
    StateImage before = replay.state.image();
    StateCapture capture = replay.state.capture();
    capture.advance(Integer.MAX_VALUE);
    replay
        .apply(Replay.finished(ATTEMPT, AttemptResult.FAILURE, "late"))
        .move(RUNNING, FAILED, 300)
        .apply(new TaskCanceled(TASK, 300));
    assertThat(capture.image()).isEqualTo(before);
    assertThat(capture.sequence()).isEqualTo(6);
  }

  @Test
  void anImageNeedsTheWholeCopy() {
    StateCapture capture = Replay.scheduled().state.capture();
    assertThat(capture.advance(1)).isFalse();
    assertThat(capture.isComplete()).isFalse();
    assertThatThrownBy(capture::image)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2");
    assertThat(capture.advance(1)).isTrue();
  }

  @Test
  void thePartsAreThoseOfTheImageAndWhatAnImageLacks() {
    SubscriptionId waiting = new SubscriptionId(5, 1);
    Replay replay =
        Replay.ready()
            .apply(new DependencyDeclared(TASK, List.of(OTHER), 1))
            .apply(new SubscriptionCreated(waiting, TASK, new EventFilter.Custom("k"), 1))
            .apply(new SubscriptionTriggered(waiting, 2));
    StateImage image = replay.state.image();
    StateCapture capture = replay.state.capture();
    capture.advance(Integer.MAX_VALUE);
    replay.move(READY, LEASED, 300).move(LEASED, READY, 300);
    assertThat(capture.tasks()).isEqualTo(image.tasks());
    assertThat(capture.dependencies()).isEqualTo(image.dependencies());
    assertThat(capture.runCount()).isEqualTo(1);
    assertThat(capture.run(0)).isEqualTo(image.runs().getFirst());
    assertThat(capture.readySequence(0)).isEqualTo(3);
    assertThat(capture.pendingTriggers()).containsExactly(waiting);
    assertThat(capture.subscriptions()).containsExactlyElementsOf(image.subscriptions());
    assertThat(capture.engine()).isEqualTo(image.engine());
  }

  @Test
  void oneCaptureAtATime() {
    QueueState state = Replay.scheduled().state;
    StateCapture first = state.capture();
    assertThatThrownBy(state::capture).isInstanceOf(IllegalStateException.class);
    assertThat(state.image()).as("an image may be taken meanwhile").isNotNull();
    first.advance(2);
    assertThat(state.capture().advance(2)).isTrue();
  }

  @Test
  void anEmptyStateIsCompleteAtOnce() {
    QueueState state = QueueState.empty();
    StateCapture capture = state.capture();
    assertThat(capture.advance(0)).isTrue();
    assertThat(capture.image()).isEqualTo(StateImage.EMPTY);
  }
}
