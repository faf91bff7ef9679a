package io.actionqueue.storage.snapshot;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The mapping validation of v8 snapshots (spec 01 §8.6), applied before writing and after reading.
/// Checks come in the order of the format's table; the first violation is the answer.
public final class V8Rules {
  private final V8Facts facts;
  private final Set<TaskId> tasks;

  private V8Rules(V8Facts facts) {
    this.facts = facts;
    this.tasks = HashSet.newHashSet(facts.tasks().size());
  }

  /// The first rule that the snapshot breaks, null if it breaks none.
  public static @Nullable MappingViolation check(V8Snapshot snapshot) {
    return check(V8Facts.of(snapshot));
  }

  /// The same for a snapshot of which only the facts are at hand.
  static @Nullable MappingViolation check(V8Facts facts) {
    return new V8Rules(facts).check();
  }

  private @Nullable MappingViolation check() {
    var found = counts();
    found = found != null ? found : tasks();
    found = found != null ? found : runs();
    found = found != null ? found : engine(facts.engine());
    found = found != null ? found : dependencies(facts.dependencies());
    found = found != null ? found : budgets(facts.budgets());
    return found != null ? found : subscriptions(facts.subscriptions());
  }

  private @Nullable MappingViolation counts() {
    if (facts.schemaVersion() != V8Snapshot.SCHEMA_VERSION) {
      return broken(
          MappingRule.UNSUPPORTED_SCHEMA_VERSION, V8Snapshot.SCHEMA_VERSION, facts.schemaVersion());
    }
    int taskCount = facts.tasks().size();
    if (facts.taskCount() != taskCount) {
      return broken(MappingRule.TASK_COUNT_MISMATCH, number(facts.taskCount()), taskCount);
    }
    int runCount = facts.runs().size();
    if (facts.runCount() != runCount) {
      return broken(MappingRule.RUN_COUNT_MISMATCH, number(facts.runCount()), runCount);
    }
    return null;
  }

  private @Nullable MappingViolation tasks() {
    for (V8Facts.Task task : facts.tasks()) {
      if (!tasks.add(task.id())) {
        return broken(MappingRule.DUPLICATE_TASK_ID, task.id());
      }
      if (task.broken() != null) {
        return task.broken();
      }
    }
    return null;
  }

  private @Nullable MappingViolation runs() {
    Set<RunId> seen = HashSet.newHashSet(facts.runs().size());
    for (V8Facts.Run run : facts.runs()) {
      if (run.broken() != null) {
        return run.broken();
      }
      if (!seen.add(run.id())) {
        return broken(MappingRule.DUPLICATE_RUN_ID, run.id());
      }
      if (!tasks.contains(run.taskId())) {
        return broken(MappingRule.RUN_REFERENCES_UNKNOWN_TASK, run.id(), run.taskId());
      }
    }
    return null;
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

  private @Nullable MappingViolation subscriptions(List<V8Facts.Subscription> list) {
    Set<SubscriptionId> seen = new HashSet<>();
    for (V8Facts.Subscription subscription : list) {
      if (!seen.add(subscription.id())) {
        return broken(MappingRule.DUPLICATE_SUBSCRIPTION_ID, subscription.id());
      }
      if (!tasks.contains(subscription.taskId())) {
        return broken(
            MappingRule.SUBSCRIPTION_REFERENCES_UNKNOWN_TASK,
            subscription.id(),
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
