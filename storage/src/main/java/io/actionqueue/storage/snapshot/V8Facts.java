package io.actionqueue.storage.snapshot;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the rules of a v8 snapshot ask of it beyond single tasks and runs: numbers, identifiers and
/// who names whom. Small beside the snapshot, whose payloads, outputs and histories it leaves out,
/// so that a file can be checked without being held.
///
/// @param schemaVersion what the file says
/// @param sequence the last event that it contains, unsigned
/// @param taskCount how many tasks it claims to hold
/// @param runCount how many runs it claims to hold
/// @param tasks its tasks, in its order
/// @param runs its runs, in its order
/// @param engine pause and resume
/// @param dependencies its declarations
/// @param budgets its budgets
/// @param subscriptions its subscriptions
record V8Facts(
    long schemaVersion,
    long sequence,
    long taskCount,
    long runCount,
    List<Task> tasks,
    List<Run> runs,
    StateImage.Engine engine,
    List<StateImage.Dependencies> dependencies,
    List<StateImage.Budget> budgets,
    List<Subscription> subscriptions) {

  /// A task.
  ///
  /// @param id which
  /// @param broken the first rule that it breaks by itself, null if none
  record Task(TaskId id, @Nullable MappingViolation broken) {}

  /// A run.
  ///
  /// @param id which
  /// @param taskId whose
  /// @param broken the first rule that it breaks by itself, null if none
  record Run(RunId id, TaskId taskId, @Nullable MappingViolation broken) {}

  /// A subscription.
  ///
  /// @param id which
  /// @param taskId whose
  record Subscription(SubscriptionId id, TaskId taskId) {}

  /// Those of a whole snapshot.
  static V8Facts of(V8Snapshot snapshot) {
    StateImage state = snapshot.state();
    return new V8Facts(
        snapshot.schemaVersion(),
        state.sequence(),
        snapshot.taskCount(),
        snapshot.runCount(),
        each(state.tasks(), V8Facts::of),
        each(state.runs(), V8Facts::of),
        state.engine(),
        state.dependencies(),
        state.budgets(),
        each(state.subscriptions(), V8Facts::of));
  }

  static Task of(StateImage.Task task) {
    return new Task(task.spec().id(), EntityRules.task(task));
  }

  static Run of(StateImage.Run run) {
    return new Run(run.instance().id(), run.instance().taskId(), EntityRules.run(run));
  }

  static Subscription of(StateImage.Subscription subscription) {
    return new Subscription(subscription.subscriptionId(), subscription.taskId());
  }

  private static <T, F> List<F> each(List<T> items, Function<T, F> fact) {
    var facts = new ArrayList<F>(items.size());
    for (T item : items) {
      facts.add(fact.apply(item));
    }
    return facts;
  }
}
