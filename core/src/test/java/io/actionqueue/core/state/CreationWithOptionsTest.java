package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A task that is created with its options by one event.
class CreationWithOptionsTest {
  private static final TaskPolicy TWO = TaskPolicy.NONE.withKeyPermits(2);

  private static TaskSpec spec(@Nullable String key) {
    return TaskSpec.of(TASK, TaskPayload.EMPTY)
        .withConstraints(TaskConstraints.DEFAULT.withConcurrencyKey(key));
  }

  private static TaskCreatedWithPolicy created(TaskPolicy policy) {
    return new TaskCreatedWithPolicy(spec("first"), policy, 100_999);
  }

  @Test
  void theTaskIsThereInItsSecondWithItsOptionsInTheirMillisecond() {
    Replay replay = Replay.empty().apply(created(TWO));
    assertThat(replay.task().createdAt()).isEqualTo(100);
    assertThat(replay.task().policy()).isEqualTo(TWO);
    assertThat(replay.state.extensions().policy(TASK)).isEqualTo(TWO);
    StateImage image = replay.state.image();
    assertThat(image.tasks()).containsExactly(new StateImage.Task(spec("first"), 100, null));
    assertThat(image.extensions()).containsExactly(new TaskPolicySet(TASK, TWO, 100_999));
    assertThat(QueueState.of(image).digest()).isEqualTo(replay.state.digest());
  }

  /// Instants are unsigned, and so is what a second of them is.
  @Test
  void theLastMillisecondOfAllHasASecond() {
    Replay replay = Replay.empty().apply(new TaskCreatedWithPolicy(spec(null), TWO, -1));
    assertThat(replay.task().createdAt()).isEqualTo(Long.divideUnsigned(-1, 1000));
  }

  @Test
  void whatCannotBeCreatedCannotBeCreatedWithOptions() {
    Replay replay = Replay.empty().apply(created(TWO));
    assertThat(replay.refusal(created(TWO)).kind()).isEqualTo("DuplicateEvent");
    assertThat(replay.refusal(new TaskCreated(spec(null), 1)).kind()).isEqualTo("DuplicateEvent");
    Replay other = Replay.empty().apply(new TaskCreated(spec(null), 1));
    assertThat(other.refusal(created(TWO)).kind()).isEqualTo("DuplicateEvent");
  }

  @Test
  void furtherKeysGoWithAFirstOtherOne() {
    TaskPolicy further = TaskPolicy.NONE.withFurtherKeys(List.of("second"));
    for (String first : new @Nullable String[] {null, "second"}) {
      var event = new TaskCreatedWithPolicy(spec(first), further, 1);
      ReplayRefusal refusal = Replay.empty().refusal(event);
      assertThat(refusal.kind()).isEqualTo("ExtensionCausality");
      assertThat(refusal.detail()).isEqualTo("InvalidConcurrencyKeys");
      assertThat(refusal.message()).contains(TASK.toString());
    }
    Replay replay = Replay.empty().apply(created(further));
    assertThat(replay.task().policy().keys("first")).containsExactly("first", "second");
  }

  @Test
  void noImageHoldsSuchAnEvent() {
    StateImage image = Replay.empty().apply(created(TWO)).state.image();
    var restorer = StateRestorer.at(1);
    image.tasks().forEach(restorer::add);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> restorer.add(created(TWO)))
        .withMessageContaining("apart from their options");
  }

  /// The options are there when observers hear of the task, and nothing else is told of them: now
  /// and when observing begins. Later ones are told.
  @Test
  void observersHearOfATaskThatHasItsOptions() {
    Replay replay = Replay.empty();
    List<String> early = follow(replay.state);
    replay.apply(created(TWO));
    assertThat(early).containsExactly("created with 2");
    assertThat(follow(replay.state)).containsExactly("created with 2");
    replay.apply(new TaskPolicySet(TASK, TaskPolicy.NONE.withKeyPermits(3), 101_000));
    assertThat(early).containsExactly("created with 2", "set");
    assertThat(follow(replay.state)).containsExactly("created with 3");
  }

  private static List<String> follow(QueueState state) {
    var told = new ArrayList<String>();
    state.observe(
        new StateObserver() {
          @Override
          public void taskCreated(TaskEntry task) {
            told.add("created with " + task.policy().keyPermits());
          }

          @Override
          public void extended(ExtensionEvent event) {
            told.add(event instanceof TaskPolicySet ? "set" : event.toString());
          }
        });
    return told;
  }

  /// Children may come before their parent in an old log; the parent waits for them all the same.
  @Test
  void aParentIsBornWaitingForItsChildren() {
    var child = new TaskId(1, 2);
    Replay replay =
        Replay.empty()
            .apply(new TaskCreated(TaskSpec.of(child, TaskPayload.EMPTY).withParent(TASK), 90))
            .apply(created(TWO.withAwaitChildren(AwaitChildren.FAIL_PARENT)))
            .apply(Replay.run(Replay.RUN, TASK));
    replay
        .move(SCHEDULED, READY, 1)
        .move(READY, LEASED, 1)
        .move(LEASED, RUNNING, 1)
        .move(RUNNING, COMPLETED, 1);
    assertThat(replay.task().isWaitingForChildren()).isTrue();
    assertThat(replay.task().outcome()).isEqualTo(TaskEntry.Outcome.OPEN);
  }

  @Test
  void equalOptionsAreOneObject() {
    Replay replay = Replay.empty().apply(created(TWO));
    TaskPolicy equal = TaskPolicy.NONE.withKeyPermits(2);
    assertThat(replay.state.extensions().shared(equal)).isSameAs(replay.task().policy());
    var other = new TaskId(1, 7);
    var spec = TaskSpec.of(other, TaskPayload.EMPTY);
    replay.apply(new TaskCreatedWithPolicy(spec, equal, 1));
    assertThat(replay.taskOf(other).policy()).isSameAs(replay.task().policy());
  }

  @Test
  void aCaptureThatBeganBeforeDoesNotShowIt() {
    Replay replay = Replay.empty().apply(Replay.task(new TaskId(1, 5)));
    StateImage before = replay.state.image();
    StateCapture capture = replay.state.capture();
    replay.apply(created(TWO));
    capture.advance(Integer.MAX_VALUE);
    assertThat(capture.image()).isEqualTo(before);
  }

  @Test
  void itsOptionsGoWithIt() {
    Replay replay = Replay.empty().apply(created(TWO)).apply(Replay.run(Replay.RUN, TASK));
    replay.move(SCHEDULED, CANCELED, 1);
    replay.apply(new TasksDropped(List.of(TASK), 1));
    assertThat(replay.state.image().extensions()).isEmpty();
    assertThat(replay.state.extensions().policy(TASK)).isSameAs(TaskPolicy.NONE);
  }
}
