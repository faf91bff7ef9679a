package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Promotion by time behind the dependency gate, without an engine around it.
class PromotionsTest {
  private static final TaskId CRON = new TaskId(1, 1);
  private static final TaskId DEPENDENT = new TaskId(1, 2);
  private static final RunId CRON_RUN = new RunId(2, 1);
  private static final RunId WAITING = new RunId(2, 2);

  private final Runs runs = new Runs();
  private final Dispatcher dispatcher =
      Dispatcher.of(runs.state, 1, SelectionOrder.DUE_TIME, _ -> 0, new AtSecond2000());

  /// A cron task whose runs have all ended is open until it is canceled: then it has completed,
  /// although no run moves, and what waits for it is due at once.
  @Test
  void cancelingAnIdleCronTaskReleasesItsDependents() {
    var cron =
        TaskSpec.of(CRON, TaskPayload.EMPTY).withRunPolicy(new RunPolicy.Cron("* * * * * *", null));
    runs.apply(new TaskEvent.TaskCreated(cron, 1000));
    runs.apply(new RunEvent.RunCreated(RunInstance.scheduled(CRON_RUN, CRON, 1000, 1000)));
    runs.apply(new TaskEvent.TaskCreated(TaskSpec.of(DEPENDENT, TaskPayload.EMPTY), 1000));
    runs.apply(new RunEvent.RunCreated(RunInstance.scheduled(WAITING, DEPENDENT, 1000, 1000)));
    runs.apply(new TaskEvent.DependencyDeclared(DEPENDENT, List.of(CRON), 1000));
    runs.state.observe(dispatcher);
    assertThat(promoted()).isEqualTo(CRON_RUN);
    assertThat(promoted()).isNull();
    runs.move(CRON_RUN, RunState.SCHEDULED, RunState.READY, 1000);
    runs.move(CRON_RUN, RunState.READY, RunState.LEASED, 1000);
    runs.move(CRON_RUN, RunState.LEASED, RunState.RUNNING, 1000);
    runs.move(CRON_RUN, RunState.RUNNING, RunState.COMPLETED, 1001);
    assertThat(promoted()).isNull();
    runs.apply(new TaskEvent.TaskCanceled(CRON, 1002));
    assertThat(promoted()).isEqualTo(WAITING);
    assertThat(promoted()).isNull();
  }

  private @org.jspecify.annotations.Nullable RunId promoted() {
    RunEntry run = dispatcher.promotions().pollScheduled(2000);
    return run == null ? null : run.id();
  }

  /// A step at second 2000.
  private static final class AtSecond2000 implements StepTime {
    @Override
    public long second() {
      return 2000;
    }

    @Override
    public long millis() {
      return 2_000_000;
    }

    @Override
    public long nanos() {
      return 0;
    }
  }
}
