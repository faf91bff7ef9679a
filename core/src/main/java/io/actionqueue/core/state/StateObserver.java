package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Follows a [QueueState]: first told what the state holds, then every change.
///
/// Called inside [QueueState#apply], after the state, its counters and its indexes have changed. An
/// observer must not call `apply` itself.
public interface StateObserver {
  /// A task was created, with its options if it was created with any; or is held when observing
  /// begins (then with all that it already has).
  default void taskCreated(TaskEntry task) {}

  /// A task was canceled, or its prerequisites or budgets changed.
  default void taskChanged(TaskEntry task) {}

  /// A run entered a state.
  ///
  /// @param run the run, already in its new state
  /// @param from the state left; null if the run was created, or is held when observing begins
  /// @param timestamp when, epoch seconds, unsigned
  default void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {}

  /// A run's lease was taken, extended or closed. A lease that ends because its run became terminal
  /// is told before the move.
  default void leaseChanged(RunEntry run) {}

  /// The engine was paused or resumed; also told once when observing begins.
  default void engineChanged(StateImage.Engine engine) {}

  /// A budget was allocated, consumed, exhausted or replenished. [#taskChanged] follows if its task
  /// is known.
  default void budgetChanged(StateImage.Budget budget) {}

  /// A subscription was created, triggered or canceled.
  default void subscriptionChanged(StateImage.Subscription subscription) {}

  /// A task has left the state with its runs, budgets and subscriptions; what it was can still be
  /// read from it.
  default void taskDropped(TaskEntry task) {}

  /// Something that log version 5 does not know was recorded; tasks that were created with options
  /// or dropped are told by [#taskCreated] and [#taskDropped] instead. Also told once for each part
  /// when observing begins, but for the options of tasks, which the tasks have.
  default void extended(ExtensionEvent event) {}

  /// An actor registered, left or gave a sign of life.
  default void actorChanged(StateImage.Actor actor) {}
}
