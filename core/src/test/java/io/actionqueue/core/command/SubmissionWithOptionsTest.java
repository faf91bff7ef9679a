package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TaskRedriven;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.task.TaskConstraints;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a submission with options writes.
class SubmissionWithOptionsTest {
  private static final TaskPolicy TWO = TaskPolicy.NONE.withKeyPermits(2);
  private static final long MILLIS = NOW * 1000 + 999;

  private static SubmitWithPolicy submit(
      long number, TaskPolicy policy, @Nullable RunId original, long millis) {
    RunInstance run = scheduled(number, number);
    var submit = new SubmitTask(spec(number), List.of(run), List.of(), NOW);
    return new SubmitWithPolicy(submit, policy, original, millis);
  }

  @Test
  void taskAndOptionsAreOneEvent() {
    assertThat(new Scene().accept(submit(1, TWO, null, MILLIS)))
        .containsExactly(
            new TaskCreatedWithPolicy(spec(1), TWO, MILLIS), new RunCreated(scheduled(1, 1)));
  }

  @Test
  void whatItDoesAgainFollows() {
    assertThat(new Scene().accept(submit(1, TWO, run(9), MILLIS)))
        .containsExactly(
            new TaskCreatedWithPolicy(spec(1), TWO, MILLIS),
            new TaskRedriven(task(1), run(9), MILLIS),
            new RunCreated(scheduled(1, 1)));
  }

  @Test
  void withoutOptionsThereIsNothingBesideTheTask() {
    assertThat(new Scene().accept(submit(1, TaskPolicy.NONE, null, MILLIS)))
        .containsExactly(new TaskCreated(spec(1), NOW), new RunCreated(scheduled(1, 1)));
    assertThat(new Scene().accept(submit(1, TaskPolicy.NONE.withKeyPermits(1), run(9), MILLIS)))
        .containsExactly(
            new TaskCreated(spec(1), NOW),
            new TaskRedriven(task(1), run(9), MILLIS),
            new RunCreated(scheduled(1, 1)));
  }

  /// Nothing that was said about the instants gets lost.
  @Test
  void instantsOfTwoSecondsNeedTwoEvents() {
    for (long millis : new long[] {NOW * 1000 - 1, NOW * 1000 + 1000, 0, -1}) {
      assertThat(new Scene().accept(submit(1, TWO, null, millis)))
          .containsExactly(
              new TaskCreated(spec(1), NOW),
              new TaskPolicySet(task(1), TWO, millis),
              new RunCreated(scheduled(1, 1)));
    }
  }

  @Test
  void tasksInSeriesShareTheirOptions() {
    Scene scene = new Scene().with(submit(1, TWO, null, MILLIS));
    List<Event> events = scene.accept(submit(2, TaskPolicy.NONE.withKeyPermits(2), null, MILLIS));
    assertThat(((TaskCreatedWithPolicy) events.getFirst()).policy())
        .isSameAs(scene.taskEntry(1).policy());
  }

  @Test
  void aSubmissionIsRefusedAsOneWithoutOptions() {
    Scene scene = new Scene().with(submit(1, TWO, null, MILLIS));
    assertThat(scene.refuse(submit(1, TWO, null, MILLIS)).code()).isEqualTo("task_already_exists");
    var orphan =
        new SubmitTask(spec(2).withParent(task(7)), List.of(scheduled(2, 2)), List.of(), 1);
    assertThat(scene.refuse(new SubmitWithPolicy(orphan, TWO, null, MILLIS)).code())
        .isEqualTo("unknown_parent");
  }

  /// Spec 03 §8.1.3.
  @Test
  void whatCanNeverStartIsBornCanceled() {
    Scene scene = new Scene().failedTask(1);
    var submit = new SubmitTask(spec(2), List.of(scheduled(2, 2)), List.of(task(1)), NOW);
    List<Event> events = scene.accept(new SubmitWithPolicy(submit, TWO, null, MILLIS));
    assertThat(events).startsWith(new TaskCreatedWithPolicy(spec(2), TWO, MILLIS));
    assertThat(events).contains(new TaskCanceled(task(2), NOW));
    assertThat(scene.replayed().digest()).isEqualTo(scene.state().digest());
  }

  /// The event alone is let in by the rules for tasks, not only by those of replay.
  @Test
  void nobodyGetsATaskInByTheEventAlone() {
    Scene scene = new Scene();
    var event = new TaskCreatedWithPolicy(spec(1), TWO, MILLIS);
    assertThat(scene.accept(new Extend(event))).containsExactly(event);
    assertThat(scene.refuse(new Extend(event)).code()).isEqualTo("task_already_exists");
    var orphan = new TaskCreatedWithPolicy(spec(2).withParent(task(7)), TWO, MILLIS);
    assertThat(scene.refuse(new Extend(orphan)).code()).isEqualTo("unknown_parent");
    var further = TaskPolicy.NONE.withFurtherKeys(List.of("k"));
    assertThat(scene.refuse(new Extend(new TaskCreatedWithPolicy(spec(2), further, 1))).code())
        .isEqualTo("not_replayable");
    var keyed = spec(2).withConstraints(TaskConstraints.DEFAULT.withConcurrencyKey("j"));
    assertThat(scene.accept(new Extend(new TaskCreatedWithPolicy(keyed, further, 1)))).hasSize(1);
  }
}
