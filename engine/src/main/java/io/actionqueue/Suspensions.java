package io.actionqueue;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.Extend;
import io.actionqueue.core.command.ResumeRun;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;

/// Resumes runs that went out for want of a budget when there is one again, for tasks that ask for
/// it (spec 03 §9.5). Confined to the engine thread.
///
/// That a run was suspended for this reason is noted durably, in the batch of the suspension; runs
/// that were set aside for another reason, such as an approval, stay aside.
final class Suspensions {
  static final String FOR_BUDGET = "budget";
  static final String FOR_ANOTHER_REASON = "suspended";

  private final Engine engine;
  private final QueueState state;

  Suspensions(Engine engine, QueueState state) {
    this.engine = engine;
    this.state = state;
  }

  /// Notes why a run was suspended, in the batch that suspends it.
  void suspended(RunEntry run) {
    if (!resumes(run.taskId()) || run.state() != RunState.SUSPENDED) {
      return;
    }
    boolean noted = FOR_BUDGET.equals(state.extensions().note(run.id()));
    boolean usedUp = isUsedUp(run.taskId());
    if (noted != usedUp) {
      String reason = usedUp ? FOR_BUDGET : FOR_ANOTHER_REASON;
      engine.own.execute(new Extend(new RunNoted(run.id(), reason, engine.clock.millis())));
    }
  }

  /// Resumes what waited for a budget, in the batch that replenishes the last one that was used up.
  void afterReplenishment(TaskId id) {
    TaskEntry task = state.task(id);
    if (task == null || !resumes(id) || isUsedUp(id)) {
      return;
    }
    for (RunEntry run : task.liveRuns()) {
      boolean waits = run.state() == RunState.SUSPENDED && engine.gates.of(run) == null;
      if (waits && FOR_BUDGET.equals(state.extensions().note(run.id()))) {
        engine.own.execute(new ResumeRun(run.id(), engine.clock.second()));
      }
    }
  }

  private boolean resumes(TaskId task) {
    return state.extensions().policy(task).onReplenish() == TaskPolicy.OnReplenish.RESUME;
  }

  private boolean isUsedUp(TaskId task) {
    for (BudgetDimension dimension : BudgetDimension.values()) {
      StateImage.Budget budget = state.budget(task, dimension);
      if (budget != null && budget.exhausted()) {
        return true;
      }
    }
    return false;
  }
}
