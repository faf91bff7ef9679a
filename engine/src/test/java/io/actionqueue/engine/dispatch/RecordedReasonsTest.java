package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Reasons that only an engine that closes, or the log of another process, brings about (S-57).
class RecordedReasonsTest {
  private static final long NOW = 2000;

  private final Runs runs = new Runs();
  private final Dispatcher dispatcher =
      Dispatcher.of(runs.state, 1, SelectionOrder.DUE_TIME, _ -> 0, new AtSecond2000());

  RecordedReasonsTest() {
    dispatcher.register("", 9);
  }

  /// A clock that stands still.
  private static final class AtSecond2000 implements StepTime {
    @Override
    public long second() {
      return NOW;
    }

    @Override
    public long millis() {
      return NOW * 1000;
    }

    @Override
    public long nanos() {
      return 0;
    }
  }

  @Test
  void closingEngineStartsNothing() {
    runs.state.observe(dispatcher);
    RunEntry ready = runs.ready(0, 100, null);
    assertThat(dispatcher.explain(ready, NOW)).isEmpty();
    dispatcher.drain();
    assertThat(dispatcher.explain(ready, NOW))
        .containsExactly(new Block("draining", "the engine is closing", null));
  }

  @Test
  void runLeasedBySomebodyElse() {
    runs.state.observe(dispatcher);
    RunEntry ready = runs.ready(0, 100, null);
    runs.apply(new LeaseAcquired(ready.id(), "worker-7", 2500, 150));
    assertThat(dispatcher.explain(ready, NOW))
        .containsExactly(new Block("no_free_slot", "leased by 'worker-7'", 2500L));
  }

  @Test
  void attemptsThatAreUsedUp() {
    runs.state.observe(dispatcher);
    RunEntry run = runs.ready(0, 100, null);
    RunId id = run.id();
    var attempt = new AttemptId(3, 3);
    runs.move(id, RunState.READY, RunState.LEASED, 100);
    runs.move(id, RunState.LEASED, RunState.RUNNING, 100);
    runs.apply(new AttemptStarted(id, attempt, 100));
    runs.apply(new AttemptFinished(id, attempt, AttemptResult.FAILURE, "no", null, 100));
    runs.move(id, RunState.RUNNING, RunState.RETRY_WAIT, 100);
    runs.move(id, RunState.RETRY_WAIT, RunState.READY, 100);
    assertThat(dispatcher.explain(run, NOW))
        .containsExactly(new Block("limit", "all 1 attempts are used up", null));
  }

  @Test
  void runOfATaskThatIsNotInTheLog() {
    runs.state.observe(dispatcher);
    var task = new TaskId(9, 9);
    var id = new RunId(9, 9);
    runs.apply(new RunEvent.RunCreated(RunInstance.scheduled(id, task, 100, 100)));
    RunEntry run = Objects.requireNonNull(runs.state.run(id));
    assertThat(dispatcher.explain(run, NOW))
        .containsExactly(new Block("dependency", "its task is not in the log", null));
    runs.move(id, RunState.SCHEDULED, RunState.READY, 100);
    assertThat(dispatcher.explain(run, NOW))
        .containsExactly(new Block("limit", "its task " + task + " is not in the log", null));
  }
}
