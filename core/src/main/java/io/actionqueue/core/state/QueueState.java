package io.actionqueue.core.state;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.run.RunState;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that the log says, folded: the same live and at start-up.
///
/// [#check] tells whether an event may follow and never changes anything; [#apply] takes in an
/// event that passed and is the only change. Cost per event is O(log n) in what is alive, never in
/// history. Confined to one thread at a time.
public final class QueueState {
  private QueueState() {}

  /// The state of an empty log.
  public static QueueState empty() {
    throw new UnsupportedOperationException();
  }

  /// The state that an image holds; events after its sequence may follow.
  ///
  /// @throws IllegalArgumentException if the image holds an id twice
  public static QueueState of(StateImage image) {
    throw new UnsupportedOperationException();
  }

  /// Everything recorded, as an immutable copy. Cost: all that is held.
  public StateImage image() {
    throw new UnsupportedOperationException();
  }

  /// The sequence of the last applied event, 0 before the first; unsigned.
  public long latestSequence() {
    throw new UnsupportedOperationException();
  }

  /// Why this event may not follow under this sequence (spec 02 §6.3, §6.4); null if it may.
  public @Nullable ReplayRefusal check(long sequence, Event event) {
    throw new UnsupportedOperationException();
  }

  /// Takes in an event that [#check] did not refuse.
  ///
  /// @throws io.actionqueue.core.InvariantViolation if the sequence does not increase
  public void apply(long sequence, Event event) {
    throw new UnsupportedOperationException();
  }

  /// Tells an observer what the state holds (tasks, then runs and their leases, in order of
  /// creation, then the engine), and from then on every change.
  public void observe(StateObserver observer) {
    throw new UnsupportedOperationException();
  }

  /// The task with this id, null if there is none.
  public @Nullable TaskEntry task(TaskId id) {
    throw new UnsupportedOperationException();
  }

  /// The run with this id, null if there is none.
  public @Nullable RunEntry run(RunId id) {
    throw new UnsupportedOperationException();
  }

  /// How many tasks there are.
  public int taskCount() {
    throw new UnsupportedOperationException();
  }

  /// How many runs there are.
  public int runCount() {
    throw new UnsupportedOperationException();
  }

  /// All tasks in order of creation; a live view.
  public List<TaskEntry> tasks() {
    throw new UnsupportedOperationException();
  }

  /// All runs in order of creation; a live view.
  public List<RunEntry> runs() {
    throw new UnsupportedOperationException();
  }

  /// How many runs are in a state. O(1).
  public long runsIn(RunState state) {
    throw new UnsupportedOperationException();
  }

  /// How many attempts all runs have started. O(1).
  public long attemptsTotal() {
    throw new UnsupportedOperationException();
  }

  /// Pause and resume.
  public StateImage.Engine engine() {
    throw new UnsupportedOperationException();
  }

  /// Whether the engine is paused.
  public boolean isPaused() {
    throw new UnsupportedOperationException();
  }

  /// The ids of tasks that declared this prerequisite, in order of declaration; also ids that no
  /// task has.
  public Collection<TaskId> dependentsOf(TaskId prerequisite) {
    throw new UnsupportedOperationException();
  }

  /// The tasks that name this parent, in order of creation.
  public Collection<TaskEntry> childrenOf(TaskId parent) {
    throw new UnsupportedOperationException();
  }

  /// Whether any budget was ever allocated.
  public boolean hasBudgets() {
    throw new UnsupportedOperationException();
  }

  /// The budget of a task in a dimension, null if none was allocated.
  public StateImage.@Nullable Budget budget(TaskId taskId, BudgetDimension dimension) {
    throw new UnsupportedOperationException();
  }

  /// All budgets in order of their first allocation; a live view.
  public Collection<StateImage.Budget> budgets() {
    throw new UnsupportedOperationException();
  }

  /// The subscription with this id, null if there is none.
  public StateImage.@Nullable Subscription subscription(SubscriptionId id) {
    throw new UnsupportedOperationException();
  }

  /// Whether a subscription was triggered and no run of its task has left Scheduled since (W-15).
  public boolean isTriggerPending(SubscriptionId id) {
    throw new UnsupportedOperationException();
  }

  /// All subscriptions in order of creation; a live view.
  public Collection<StateImage.Subscription> subscriptions() {
    throw new UnsupportedOperationException();
  }

  /// The actor with this id, null if none registered.
  public StateImage.@Nullable Actor actor(ActorId id) {
    throw new UnsupportedOperationException();
  }

  /// All actors in order of first registration; a live view.
  public Collection<StateImage.Actor> actors() {
    throw new UnsupportedOperationException();
  }

  /// The tenant with this id, null if there is none.
  public StateImage.@Nullable Tenant tenant(TenantId id) {
    throw new UnsupportedOperationException();
  }

  /// All tenants in order of creation; a live view.
  public Collection<StateImage.Tenant> tenants() {
    throw new UnsupportedOperationException();
  }

  /// The role of an actor in a tenant, null if none was assigned.
  public StateImage.@Nullable RoleAssignment role(ActorId actorId, TenantId tenantId) {
    throw new UnsupportedOperationException();
  }

  /// All roles in order of first assignment; a live view.
  public Collection<StateImage.RoleAssignment> roles() {
    throw new UnsupportedOperationException();
  }

  /// The grant of a capability, also a revoked one; null if there never was one.
  public StateImage.@Nullable CapabilityGrant grant(
      ActorId actorId, Capability capability, TenantId tenantId) {
    throw new UnsupportedOperationException();
  }

  /// Whether an actor holds a capability in a tenant: granted and not revoked.
  public boolean hasCapability(ActorId actorId, Capability capability, TenantId tenantId) {
    throw new UnsupportedOperationException();
  }

  /// All grants in order of first granting; a live view.
  public Collection<StateImage.CapabilityGrant> grants() {
    throw new UnsupportedOperationException();
  }

  /// The first ledger entry with this id, null if there is none.
  public StateImage.@Nullable LedgerEntry ledgerEntry(LedgerEntryId id) {
    throw new UnsupportedOperationException();
  }

  /// The ledger in order of appending; a live view.
  public List<StateImage.LedgerEntry> ledger() {
    throw new UnsupportedOperationException();
  }

  /// A stable digest of everything recorded, as 64 hexadecimal digits (SHA-256): equal states have
  /// equal digests, whatever the order in which tasks, runs and the rest came in. Cost: all that is
  /// held.
  public String digest() {
    throw new UnsupportedOperationException();
  }
}
