package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/// Makes new tasks of failed runs, keeping the lineage (spec 03 §12.4, 03-W-42). Confined to the
/// engine thread.
final class Redrives {
  private final Engine engine;

  Redrives(Engine engine) {
    this.engine = engine;
  }

  SubmitResult redrive(Principal principal, RunId id) {
    try {
      engine.access.require(principal, Capability.CAN_SUBMIT);
      return redrive(engine.access.run(principal, id));
    } catch (ActionQueueException.Refused refusal) {
      return refused(refusal.code(), String.valueOf(refusal.getMessage()));
    }
  }

  private SubmitResult redrive(RunEntry run) {
    RunId id = run.id();
    TaskEntry task = run.task();
    if (task == null) {
      return refused("unknown_run", "the task of run " + id + " is unknown");
    }
    if (run.state() != RunState.FAILED) {
      return refused("run_not_failed", "run " + id + " is " + run.state().wireName());
    }
    Extensions extensions = state().extensions();
    for (TaskId earlier : extensions.redrivesOf(id)) {
      TaskEntry repetition = state().task(earlier);
      if (repetition != null && !repetition.isOver()) {
        return refused("redrive_in_progress", "task " + earlier + " does run " + id + " again");
      }
    }
    TaskPolicy policy = task.policy().withDeadline(null).withMisfire(null);
    TaskSpec spec = repetition(task.spec());
    return engine.submissions.submit(
        TaskRequest.of(spec).policy(policy).repeating(id), Submissions.Origin.CALLER);
  }

  private TaskSpec repetition(TaskSpec failed) {
    return new TaskSpec(
        TaskId.random(engine.config.random()),
        failed.payload(),
        RunPolicy.ONCE,
        failed.constraints(),
        failed.metadata(),
        openParent(failed.parentTaskId()),
        failed.tenantId());
  }

  private @Nullable TaskId openParent(@Nullable TaskId id) {
    TaskEntry parent = id == null ? null : state().task(id);
    return parent == null || parent.isCanceled() || parent.isOver() ? null : id;
  }

  private QueueState state() {
    return engine.lane.state();
  }

  private static SubmitResult refused(String code, String message) {
    return new SubmitResult.Refused(new Refusal(code, message));
  }
}
