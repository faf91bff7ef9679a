package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is counted about the runs of a task.
class RunCountsTest {
  private static final TaskId TASK = new TaskId(1, 1);

  private final QueueState state = QueueState.empty();
  private final RunCounts counts = new RunCounts(new @Nullable RunEntry[0], 0);
  private int made;

  private RunEntry create() {
    if (made == 0) {
      state.apply(1, new TaskCreated(TaskSpec.of(TASK, TaskPayload.EMPTY), 1000));
    }
    var id = new RunId(2, ++made);
    state.apply(
        state.latestSequence() + 1, new RunCreated(RunInstance.scheduled(id, TASK, 1000, 1000)));
    RunEntry run = Objects.requireNonNull(state.run(id));
    counts.add(run);
    return run;
  }

  private void cancel(RunEntry run) {
    state.apply(
        state.latestSequence() + 1,
        new RunStateChanged(run.id(), RunState.SCHEDULED, RunState.CANCELED, 1000));
    counts.moved(run, RunState.SCHEDULED);
  }

  /// Who looks at what is live looks at no more than twice as many, and a few.
  @Test
  void whatHasEndedIsForgotten() {
    for (int seed = 0; seed < 20; seed++) {
      new RunCountsTest().play(new Random(seed));
    }
  }

  private void play(Random random) {
    var live = new ArrayList<RunEntry>();
    for (int step = 0; step < 2_000; step++) {
      int wanted = step < 1_000 ? 300 : 5;
      if (live.isEmpty() || random.nextInt(live.size() + wanted) < wanted) {
        live.add(create());
      } else {
        cancel(live.remove(random.nextInt(live.size())));
      }
      assertThat(counts.held()).isLessThanOrEqualTo(2 * live.size() + 34);
    }
    assertThat(counts.live()).isEqualTo(live);
    assertThat(Objects.requireNonNull(state.task(TASK)).liveRuns()).isEqualTo(live);
    assertThat(List.copyOf(live)).hasSizeLessThan(made);
  }
}
