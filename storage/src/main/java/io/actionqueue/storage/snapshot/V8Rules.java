package io.actionqueue.storage.snapshot;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The mapping validation of v8 snapshots (spec 01 §8.6), applied before writing and after reading.
/// Checks come in the order of the format's table; the first violation is the answer.
public final class V8Rules {
  private static final Set<RunState> LEASE_STATES =
      EnumSet.of(RunState.READY, RunState.LEASED, RunState.RUNNING);

  private final V8Snapshot snapshot;
  private final Set<TaskId> tasks;

  private V8Rules(V8Snapshot snapshot) {
    this.snapshot = snapshot;
    this.tasks = HashSet.newHashSet(snapshot.state().tasks().size());
  }

  /// The first rule that the snapshot breaks, null if it breaks none.
  public static @Nullable MappingViolation check(V8Snapshot snapshot) {
    return new V8Rules(snapshot).check();
  }

  private @Nullable MappingViolation check() {
    var state = snapshot.state();
    var found = counts();
    found = found != null ? found : tasks(state.tasks());
    found = found != null ? found : runs(state.runs());
    found = found != null ? found : engine(state.engine());
    found = found != null ? found : dependencies(state.dependencies());
    found = found != null ? found : budgets(state.budgets());
    return found != null ? found : subscriptions(state.subscriptions());
  }

  private @Nullable MappingViolation counts() {
    if (snapshot.schemaVersion() != V8Snapshot.SCHEMA_VERSION) {
      return broken(
          MappingRule.UNSUPPORTED_SCHEMA_VERSION,
          V8Snapshot.SCHEMA_VERSION,
          snapshot.schemaVersion());
    }
    int taskCount = snapshot.state().tasks().size();
    if (snapshot.taskCount() != taskCount) {
      return broken(MappingRule.TASK_COUNT_MISMATCH, number(snapshot.taskCount()), taskCount);
    }
    int runCount = snapshot.state().runs().size();
    if (snapshot.runCount() != runCount) {
      return broken(MappingRule.RUN_COUNT_MISMATCH, number(snapshot.runCount()), runCount);
    }
    return null;
  }

  private @Nullable MappingViolation tasks(List<StateImage.Task> list) {
    for (StateImage.Task task : list) {
      TaskId id = task.spec().id();
      if (!tasks.add(id)) {
        return broken(MappingRule.DUPLICATE_TASK_ID, id);
      }
      Long canceledAt = task.canceledAt();
      if (canceledAt != null && isAfter(task.createdAt(), canceledAt)) {
        return broken(
            MappingRule.INVALID_TASK_CANCELED_AT_CAUSALITY,
            id,
            number(task.createdAt()),
            number(canceledAt));
      }
    }
    return null;
  }

  private @Nullable MappingViolation runs(List<StateImage.Run> list) {
    Set<RunId> seen = HashSet.newHashSet(list.size());
    for (StateImage.Run run : list) {
      var found = instance(run.instance());
      found = found != null ? found : history(run);
      found = found != null ? found : attempts(run);
      if (found != null) {
        return found;
      }
      RunInstance instance = run.instance();
      if (run.lease() != null && !LEASE_STATES.contains(instance.state())) {
        return broken(
            MappingRule.INVALID_LEASE_PRESENCE, instance.id(), instance.state().wireName());
      }
      if (!seen.add(instance.id())) {
        return broken(MappingRule.DUPLICATE_RUN_ID, instance.id());
      }
      if (!tasks.contains(instance.taskId())) {
        return broken(MappingRule.RUN_REFERENCES_UNKNOWN_TASK, instance.id(), instance.taskId());
      }
    }
    return null;
  }

  private static @Nullable MappingViolation instance(RunInstance run) {
    if (run.id().isNil()) {
      return broken(MappingRule.INVALID_RUN_ID, run.id());
    }
    if (run.taskId().isNil()) {
      return broken(MappingRule.INVALID_TASK_ID, run.id(), run.taskId());
    }
    if (run.state() == RunState.READY && isAfter(run.scheduledAt(), run.createdAt())) {
      return broken(
          MappingRule.INVALID_READY_SCHEDULE_CAUSALITY,
          run.id(),
          number(run.scheduledAt()),
          number(run.createdAt()));
    }
    if (run.currentAttemptId() == null) {
      return null;
    }
    if (run.state() != RunState.RUNNING && run.state() != RunState.CANCELED) {
      return broken(MappingRule.INVALID_ATTEMPT_LINEAGE_STATE, run.id(), run.state().wireName());
    }
    return run.attemptCount() == 0
        ? broken(MappingRule.INVALID_ATTEMPT_LINEAGE_COUNT, run.id(), run.attemptCount())
        : null;
  }

  private static @Nullable MappingViolation history(StateImage.Run run) {
    RunInstance instance = run.instance();
    List<HistoryEntry> history = run.history();
    if (history.isEmpty() || !isBirth(history.getFirst(), instance.createdAt())) {
      return broken(MappingRule.MISSING_INITIAL_RUN_STATE_HISTORY, instance.id());
    }
    RunState state = RunState.SCHEDULED;
    for (HistoryEntry entry : history.subList(1, history.size())) {
      RunState from = entry.from();
      if (from == null || from != state || !from.canMoveTo(entry.to())) {
        return brokenHistory(instance.id(), from, entry.to());
      }
      state = entry.to();
    }
    return state == instance.state() ? null : brokenHistory(instance.id(), state, instance.state());
  }

  private static boolean isBirth(HistoryEntry entry, long createdAt) {
    return entry.from() == null
        && entry.to() == RunState.SCHEDULED
        && entry.timestamp() == createdAt;
  }

  private static MappingViolation brokenHistory(RunId id, @Nullable RunState from, RunState to) {
    return broken(
        MappingRule.INVALID_RUN_STATE_HISTORY_TRANSITION,
        id,
        from == null ? "null" : from.wireName(),
        to.wireName());
  }

  private static @Nullable MappingViolation attempts(StateImage.Run run) {
    RunInstance instance = run.instance();
    List<StateImage.Attempt> attempts = run.attempts();
    if (attempts.size() != instance.attemptCount()) {
      return broken(
          MappingRule.INVALID_ATTEMPT_HISTORY_COUNT,
          instance.id(),
          instance.attemptCount(),
          attempts.size());
    }
    AttemptId open = instance.currentAttemptId();
    if (open == null) {
      return null;
    }
    int entries = 0;
    boolean unfinished = false;
    for (StateImage.Attempt attempt : attempts) {
      if (attempt.attemptId().equals(open)) {
        entries++;
        unfinished = attempt.finishedAt() == null;
      }
    }
    return entries == 1 && unfinished
        ? null
        : broken(MappingRule.INVALID_ACTIVE_ATTEMPT_HISTORY, instance.id());
  }

  private static @Nullable MappingViolation engine(StateImage.Engine engine) {
    Long pausedAt = engine.pausedAt();
    Long resumedAt = engine.resumedAt();
    if (engine.paused() && pausedAt == null) {
      return broken(MappingRule.INVALID_ENGINE_PAUSED_CAUSALITY);
    }
    boolean resumedWhilePaused = engine.paused() && resumedAt != null;
    boolean resumeAndPauseDiffer = !engine.paused() && (pausedAt == null) != (resumedAt == null);
    if (resumedWhilePaused || resumeAndPauseDiffer) {
      return broken(MappingRule.INVALID_ENGINE_RESUMED_CAUSALITY);
    }
    if (pausedAt != null && resumedAt != null && isAfter(pausedAt, resumedAt)) {
      return broken(
          MappingRule.INVALID_ENGINE_PAUSE_RESUME_ORDERING, number(pausedAt), number(resumedAt));
    }
    return null;
  }

  private @Nullable MappingViolation dependencies(List<StateImage.Dependencies> list) {
    Set<TaskId> seen = new HashSet<>();
    for (StateImage.Dependencies declaration : list) {
      TaskId task = declaration.taskId();
      if (!seen.add(task)) {
        return broken(MappingRule.DUPLICATE_DEPENDENCY_DECLARATION, task);
      }
      if (!tasks.contains(task)) {
        return broken(MappingRule.DEPENDENCY_DECLARATION_UNKNOWN_TASK, task);
      }
      for (TaskId prerequisite : declaration.dependsOn()) {
        if (!tasks.contains(prerequisite)) {
          return broken(MappingRule.DEPENDENCY_REFERENCES_UNKNOWN_TASK, task, prerequisite);
        }
      }
    }
    return null;
  }

  private @Nullable MappingViolation budgets(List<StateImage.Budget> list) {
    record Key(TaskId task, BudgetDimension dimension) {}
    Set<Key> seen = new HashSet<>();
    for (StateImage.Budget budget : list) {
      TaskId task = budget.taskId();
      if (!seen.add(new Key(task, budget.dimension()))) {
        return broken(MappingRule.DUPLICATE_BUDGET_ALLOCATION, task, budget.dimension().wireName());
      }
      if (!tasks.contains(task)) {
        return broken(MappingRule.BUDGET_REFERENCES_UNKNOWN_TASK, task);
      }
    }
    return null;
  }

  private @Nullable MappingViolation subscriptions(List<StateImage.Subscription> list) {
    Set<SubscriptionId> seen = new HashSet<>();
    for (StateImage.Subscription subscription : list) {
      if (!seen.add(subscription.subscriptionId())) {
        return broken(MappingRule.DUPLICATE_SUBSCRIPTION_ID, subscription.subscriptionId());
      }
      if (!tasks.contains(subscription.taskId())) {
        return broken(
            MappingRule.SUBSCRIPTION_REFERENCES_UNKNOWN_TASK,
            subscription.subscriptionId(),
            subscription.taskId());
      }
    }
    return null;
  }

  private static MappingViolation broken(MappingRule rule, Object... values) {
    return MappingViolation.of(rule, values);
  }

  private static boolean isAfter(long first, long second) {
    return Long.compareUnsigned(first, second) > 0;
  }

  private static String number(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
