package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.run.RunState;

/// Builds a state from recorded parts as they come in, without an image of the whole.
///
/// Order matters where parts name each other: tasks, dependencies, runs, subscriptions; the rest
/// may come anywhere. Lists keep the order of adding. Confined to one thread.
public final class StateRestorer {
  /// What is known about the latest trigger of a subscription.
  public enum Trigger {
    /// It waits for a promotion.
    WAITING,
    /// There is none, or a promotion used it up.
    SETTLED
  }

  private final QueueState state = QueueState.empty();
  private final long sequence;

  private StateRestorer(long sequence) {
    this.sequence = sequence;
    state.continueFrom(sequence);
  }

  /// Begins a state.
  ///
  /// @param sequence the last event that the parts contain, unsigned
  public static StateRestorer at(long sequence) {
    return new StateRestorer(sequence);
  }

  /// Says how many tasks and runs are about to come; only memory depends on it.
  public void expect(int tasks, int runs) {
    state.tasks.expect(tasks);
    state.runs.expect(runs);
  }

  /// Adds a task.
  ///
  /// @throws IllegalArgumentException if it was added before
  public void add(StateImage.Task task) {
    state.tasks.restore(task);
  }

  /// Adds what a task waits for.
  public void add(StateImage.Dependencies dependencies) {
    state.tasks.restore(dependencies);
  }

  /// Adds a run of which nobody knows which event made it Ready: the state's own sequence stands in
  /// for it (S-38).
  ///
  /// @throws IllegalArgumentException if it was added before
  public void add(StateImage.Run run) {
    add(run, run.instance().state() == RunState.READY ? sequence : 0);
  }

  /// Adds a run.
  ///
  /// @param readySequence the sequence of the event that last made it Ready, unsigned; 0 if none
  ///   did
  /// @throws IllegalArgumentException if the run was added before
  public void add(StateImage.Run run, long readySequence) {
    state.runs.restore(run, readySequence);
  }

  /// Adds a budget.
  public void add(StateImage.Budget budget) {
    state.budgets.restore(budget);
  }

  /// Adds a subscription; whether its trigger waits is derived from the history of its task's runs.
  public void add(StateImage.Subscription subscription) {
    state.subscriptions.restore(subscription, state.task(subscription.taskId()));
  }

  /// Adds a subscription.
  ///
  /// @param trigger what is known about its trigger
  public void add(StateImage.Subscription subscription, Trigger trigger) {
    state.subscriptions.restore(subscription, trigger);
  }

  /// Adds an actor.
  public void add(StateImage.Actor actor) {
    state.actors.restore(actor);
  }

  /// Adds a tenant.
  public void add(StateImage.Tenant tenant) {
    state.platform.restore(tenant);
  }

  /// Adds a role.
  public void add(StateImage.RoleAssignment role) {
    state.platform.restore(role);
  }

  /// Adds a grant.
  public void add(StateImage.CapabilityGrant grant) {
    state.platform.restore(grant);
  }

  /// Adds a ledger entry behind the others.
  public void add(StateImage.LedgerEntry entry) {
    state.platform.restore(entry);
  }

  /// Adds an event that stands for something which log version 5 does not know. Those about
  /// subscriptions come behind the subscriptions.
  ///
  /// @throws IllegalArgumentException if no state holds such an event
  public void add(ExtensionEvent event) {
    state.extensions.restore(event);
  }

  /// Sets pause and resume.
  public void set(StateImage.Engine engine) {
    state.control.restore(engine);
  }

  /// The state; nothing may be added afterwards.
  public QueueState state() {
    return state;
  }
}
