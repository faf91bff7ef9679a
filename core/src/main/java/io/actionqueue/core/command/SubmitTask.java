package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;

/// Creates a task with all its initial runs and its dependencies: everything or nothing (03-RT-34).
/// A task that depends on one that has failed is created and canceled at once (spec 03 §8.1.3).
///
/// Refused, in this order: `task_already_exists`; `unknown_tenant`; for a parent `unknown_parent`,
/// `orphan_prevention` (it is canceled or has ended), `tenant_mismatch`, `parent_cycle`,
/// `depth_limit_exceeded`; `run_already_exists`; for the prerequisites `unknown_task`,
/// `tenant_mismatch`, `dependency_cycle`.
///
/// @param spec the task
/// @param runs what its policy implies, in order of due time; fresh runs of this task
/// @param dependencies the prerequisites, in the order in which they are checked; repetitions are
///   dropped
/// @param timestamp epoch seconds, unsigned
/// @param maxDepth how deep below its root the task may be, a root having depth 0; at least 1
public record SubmitTask(
    TaskSpec spec, List<RunInstance> runs, List<TaskId> dependencies, long timestamp, int maxDepth)
    implements BatchCommand {
  /// How deep trees of tasks are unless somebody says otherwise (spec 03 §8.2.1).
  public static final int DEFAULT_MAX_DEPTH = 8;

  /// Copies the lists and checks that the runs are what the policy implies.
  ///
  /// @throws InvalidValue kind `InvalidRunId`, `RunsNotImplied`, or `CronPolicyError` for a
  ///   schedule without any occurrence (S-44)
  public SubmitTask {
    runs = List.copyOf(runs);
    dependencies = Arguments.distinct(dependencies);
    PolicyBound.checkInitial(spec, runs);
  }

  /// A submission in a tree of the default depth.
  public SubmitTask(
      TaskSpec spec, List<RunInstance> runs, List<TaskId> dependencies, long timestamp) {
    this(spec, runs, dependencies, timestamp, DEFAULT_MAX_DEPTH);
  }
}
