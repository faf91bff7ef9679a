package io.actionqueue.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What retention has dropped is in no listing any more (S-21).
class DroppedTasksTest {
  private static final int TASKS = 20_000;

  private final QueueState state = QueueState.empty();
  private final RunIndex runs = RunIndex.of(state);
  private final TaskIndex tasks = TaskIndex.create();

  private void apply(Event event) {
    long sequence = state.latestSequence() + 1;
    assertThat(state.check(sequence, event)).isNull();
    state.apply(sequence, event);
  }

  @Test
  void listingsForgetWhatWasDropped() {
    state.observe(runs);
    state.observe(tasks);
    for (int i = 1; i <= TASKS; i++) {
      var task = new TaskId(1, i);
      var run = new RunId(2, i);
      var metadata = new TaskMetadata(List.of("tag"), i % 3, null);
      apply(
          new TaskEvent.TaskCreated(
              TaskSpec.of(task, TaskPayload.EMPTY).withMetadata(metadata), 100));
      apply(new RunEvent.RunCreated(RunInstance.scheduled(run, task, 100 + i, 100)));
      apply(new RunEvent.RunStateChanged(run, RunState.SCHEDULED, RunState.CANCELED, 101));
    }
    List<TaskId> even =
        IntStream.rangeClosed(1, TASKS / 2).mapToObj(i -> new TaskId(1, 2L * i)).toList();
    apply(new TasksDropped(even, 5));
    assertThat(runs.size(null)).isEqualTo(TASKS / 2);
    assertThat(runs.page(null, 1, 2)).extracting(RunEntry::scheduledAt).containsExactly(103L, 105L);
    assertThat(runs.page(RunState.CANCELED, 2, 2))
        .extracting(RunEntry::scheduledAt)
        .containsExactly(105L, 107L);
    assertThat(tasks.size(null)).isEqualTo(TASKS / 2);
    assertThat(tasks.size("tag")).isEqualTo(TASKS / 2);
    assertThat(tasks.page(null, 0, TASKS))
        .hasSize(TASKS / 2)
        .noneMatch(TaskEntry::isDropped)
        .isSortedAccordingTo((a, b) ->
            Integer.compare(b.spec().metadata().priority(), a.spec().metadata().priority()));
  }

  /// Dropping one by one costs what is dropped, not what is left.
  @Test
  void manySmallDropsAreCheap() {
    state.observe(runs);
    state.observe(tasks);
    for (int i = 1; i <= TASKS; i++) {
      var task = new TaskId(1, i);
      apply(new TaskEvent.TaskCreated(TaskSpec.of(task, TaskPayload.EMPTY), 100));
      apply(new TaskEvent.TaskCanceled(task, 101));
    }
    for (int i = 1; i < TASKS; i++) {
      apply(new TasksDropped(List.of(new TaskId(1, i)), 5));
    }
    assertThat(tasks.page(null, 0, 5))
        .extracting(TaskEntry::id)
        .containsExactly(new TaskId(1, TASKS));
    assertThat(state.taskCount()).isEqualTo(1);
  }
}
