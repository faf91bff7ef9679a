package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether given runs are what a policy implies (03-RT-3, RT-4, RT-7).
final class PolicyBound {
  private PolicyBound() {}

  /// Checks the runs of a submission.
  ///
  /// @throws InvalidValue kind `InvalidRunId`, `RunsNotImplied` or `CronPolicyError`
  static void checkInitial(TaskSpec spec, List<RunInstance> runs) {
    checkFresh(spec.id(), runs);
    switch (spec.runPolicy()) {
      case RunPolicy.Once _, RunPolicy.Repeat _ -> {
        if (runs.size() != spec.runPolicy().maxRuns()) {
          throw notImplied(spec, runs.size());
        }
      }
      case RunPolicy.Cron(var expression, _) -> {
        if (runs.isEmpty()) {
          throw new InvalidValue("CronPolicyError", "the schedule never fires: " + expression);
        }
        if (runs.size() > spec.runPolicy().maxRuns()) {
          throw notImplied(spec, runs.size());
        }
      }
    }
  }

  /// Checks that runs are fresh, distinct and of one task.
  ///
  /// @throws InvalidValue kind `InvalidRunId` or `RunsNotImplied`
  static void checkFresh(TaskId taskId, List<RunInstance> runs) {
    Set<RunId> seen = runs.size() > 1 ? HashSet.newHashSet(runs.size()) : Set.of();
    for (RunInstance run : runs) {
      Arguments.notNil(run.id(), "InvalidRunId");
      boolean fresh = run.state() == RunState.SCHEDULED && presetField(run) == null;
      if (!fresh || !run.taskId().equals(taskId)) {
        throw new InvalidValue(
            "RunsNotImplied", "run " + run.id() + " is not a fresh run of task " + taskId);
      }
      if (runs.size() > 1 && !seen.add(run.id())) {
        throw new InvalidValue("RunsNotImplied", "run " + run.id() + " is given twice");
      }
    }
  }

  /// The first field of a Scheduled run that a fresh one would not have, null if it is fresh
  /// (02-W-20).
  static @Nullable String presetField(RunInstance run) {
    if (run.attemptCount() != 0) {
      return "attempt_count";
    }
    if (run.currentAttemptId() != null) {
      return "current_attempt_id";
    }
    if (run.effectivePriority() != 0) {
      return "effective_priority";
    }
    return run.lastStateChangeAt() == run.createdAt() ? null : "last_state_change_at";
  }

  private static InvalidValue notImplied(TaskSpec spec, int runs) {
    return new InvalidValue(
        "RunsNotImplied",
        "policy "
            + spec.runPolicy().canonicalText()
            + " of task "
            + spec.id()
            + " does not imply "
            + runs
            + " runs");
  }
}
