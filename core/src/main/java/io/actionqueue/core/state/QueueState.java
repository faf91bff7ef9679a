package io.actionqueue.core.state;

import io.actionqueue.core.Invariant;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.EntryCopy.Tidying;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that the log says, folded: the same live and at start-up.
///
/// [#check] tells whether an event may follow and never changes anything; [#apply] takes in an
/// event that passed and is the only change. Cost per event is O(log n) in what is alive, never in
/// history. Confined to one thread at a time.
public final class QueueState {
  private final Observers observers = new Observers();
  private final CaptureSlot captures = new CaptureSlot();
  final Tasks tasks = new Tasks(captures, observers);
  final Subscriptions subscriptions = new Subscriptions(observers);
  final Extensions extensions =
      new Extensions(new TaskPolicies(captures, tasks), subscriptions, observers);
  final Runs runs = new Runs(captures, tasks, subscriptions, extensions, observers);
  private final Attempts attempts = new Attempts(runs);
  private final Leases leases = new Leases(runs, observers);
  final EngineControl control = new EngineControl(observers);
  final Budgets budgets = new Budgets(tasks, observers);
  final Actors actors = new Actors(observers);
  final Platform platform = new Platform();
  private final TaskDrop drop = new TaskDrop(captures, tasks, runs, budgets, extensions);
  private final ExtensionChecks extensionChecks = new ExtensionChecks(this, drop);
  private long latestSequence;

  private QueueState() {}

  /// The state of an empty log.
  public static QueueState empty() {
    return new QueueState();
  }

  /// The state that an image holds; events after its sequence may follow.
  ///
  /// @throws IllegalArgumentException if the image holds a task or a run twice
  public static QueueState of(StateImage image) {
    var restorer = StateRestorer.at(image.sequence());
    image.tasks().forEach(restorer::add);
    image.dependencies().forEach(restorer::add);
    image.runs().forEach(restorer::add);
    restorer.set(image.engine());
    image.budgets().forEach(restorer::add);
    image.subscriptions().forEach(restorer::add);
    image.actors().forEach(restorer::add);
    image.tenants().forEach(restorer::add);
    image.roles().forEach(restorer::add);
    image.grants().forEach(restorer::add);
    image.ledger().forEach(restorer::add);
    image.extensions().forEach(restorer::add);
    return restorer.state();
  }

  /// Everything recorded, as an immutable copy. Cost: all that is held; see [#capture] for a way
  /// that does not keep others waiting.
  public StateImage image() {
    StateCapture all = begin(Tidying.NO);
    all.advance(Integer.MAX_VALUE);
    return all.image();
  }

  /// Begins to copy the state as it is now, in slices between events. Costs a reference for some
  /// hundred entries.
  ///
  /// @throws IllegalStateException if an earlier capture is not complete
  public StateCapture capture() {
    StateCapture capture = begin(Tidying.YES);
    captures.begin(capture);
    return capture;
  }

  private StateCapture begin(Tidying tidying) {
    var rest =
        new StateCapture.Rest(
            latestSequence,
            control.engine(),
            budgets.view(),
            subscriptions.view(),
            subscriptions.pending(),
            actors.view(),
            platform.view(),
            extensions.view());
    return new StateCapture(captures, tasks, runs, tidying, rest);
  }

  /// The sequence of the last applied event, 0 before the first; unsigned.
  public long latestSequence() {
    return latestSequence;
  }

  /// Why this event may not follow under this sequence (spec 02 §6.3, §6.4); null if it may.
  public @Nullable ReplayRefusal check(long sequence, Event event) {
    if (Long.compareUnsigned(sequence, latestSequence) <= 0) {
      return new ReplayRefusal.InvalidTransition(
          "sequence "
              + Long.toUnsignedString(sequence)
              + " does not follow "
              + Long.toUnsignedString(latestSequence));
    }
    return switch (event) {
      case RunEvent run -> runs.check(run);
      case AttemptEvent attempt -> attempts.check(attempt);
      case LeaseEvent lease -> leases.check(lease);
      case TaskEvent task -> tasks.check(task);
      case EngineEvent engine -> control.check(engine);
      case ExtensionEvent extension -> extensionChecks.check(extension);
      case BudgetEvent _, SubscriptionEvent _, ActorEvent _, PlatformEvent _ -> null;
    };
  }

  /// Takes in an event that [#check] did not refuse.
  ///
  /// @throws io.actionqueue.core.InvariantViolation if the sequence does not increase
  public void apply(long sequence, Event event) {
    Invariant.check(
        Long.compareUnsigned(sequence, latestSequence) > 0, "expected an increasing sequence");
    latestSequence = sequence;
    switch (event) {
      case RunEvent run -> runs.apply(sequence, run);
      case AttemptEvent attempt -> attempts.apply(attempt);
      case LeaseEvent lease -> leases.apply(sequence, lease);
      case TaskEvent task -> tasks.apply(task);
      case ExtensionEvent.TaskCreatedWithPolicy created -> extensions.create(created);
      case EngineEvent engine -> control.apply(engine);
      case BudgetEvent budget -> budgets.apply(budget);
      case SubscriptionEvent subscription -> subscriptions.apply(subscription);
      case ActorEvent actor -> actors.apply(actor);
      case PlatformEvent platformEvent -> platform.apply(platformEvent);
      case ExtensionEvent.TasksDropped dropped -> drop.apply(dropped);
      case ExtensionEvent extension -> extensions.apply(extension);
    }
  }

  /// Tells an observer what the state holds (tasks, then runs and their leases, in order of
  /// creation, then the engine, budgets, subscriptions, actors and extensions), and from then on
  /// every change.
  public void observe(StateObserver observer) {
    tasks.created().forEach(observer::taskCreated);
    runs.created()
        .forEach(run -> {
          observer.runMoved(run, null, run.lastStateChangeAt());
          if (run.lease() != null) {
            observer.leaseChanged(run);
          }
        });
    observer.engineChanged(control.engine());
    budgets.all().forEach(observer::budgetChanged);
    subscriptions.all().forEach(observer::subscriptionChanged);
    actors.all().forEach(observer::actorChanged);
    extensions.view().forEach(part -> part.events().forEach(observer::extended));
    observers.add(observer);
  }

  /// The task with this id, null if there is none.
  public @Nullable TaskEntry task(TaskId id) {
    return tasks.get(id);
  }

  /// The run with this id, null if there is none.
  public @Nullable RunEntry run(RunId id) {
    return runs.get(id);
  }

  /// How many tasks there are.
  public int taskCount() {
    return tasks.created().size();
  }

  /// How many runs there are.
  public int runCount() {
    return runs.created().size();
  }

  /// All tasks in order of creation; a live view.
  public List<TaskEntry> tasks() {
    return Collections.unmodifiableList(tasks.created());
  }

  /// All runs in order of creation; a live view.
  public List<RunEntry> runs() {
    return Collections.unmodifiableList(runs.created());
  }

  /// How many runs are in a state. O(1).
  public long runsIn(RunState state) {
    return runs.inState(state);
  }

  /// The runs in a state that is not terminal; a live view in no order.
  public List<RunEntry> liveRuns(RunState state) {
    return runs.live().in(state);
  }

  /// How the finished attempts ended.
  public AttemptTally attemptTally() {
    return runs.tally();
  }

  /// How many attempts all runs have started. O(1).
  public long attemptsTotal() {
    return runs.attempts();
  }

  /// What is recorded beside what log version 5 knows; a live view.
  public Extensions extensions() {
    return extensions;
  }

  /// Pause and resume.
  public StateImage.Engine engine() {
    return control.engine();
  }

  /// Whether the engine is paused.
  public boolean isPaused() {
    return control.engine().paused();
  }

  /// Whether any task waits for this one, or has waited. O(1), and nothing is looked up.
  public boolean hasDependents(TaskEntry task) {
    TaskLinks links = task.linksOrNull();
    return links != null && !links.dependents().isEmpty();
  }

  /// The ids of the tasks that declared this prerequisite, in order of declaration; also ids that
  /// no task has.
  public List<TaskId> dependentsOf(TaskId prerequisite) {
    TaskLinks links = tasks.linksOf(prerequisite);
    return links == null ? List.of() : links.dependents().stream().map(TaskEntry::id).toList();
  }

  /// The tasks that declared this prerequisite, in order of declaration; a live view.
  public List<TaskEntry> dependents(TaskId prerequisite) {
    TaskLinks links = tasks.linksOf(prerequisite);
    return links == null ? List.of() : Collections.unmodifiableList(links.dependents());
  }

  /// The tasks that name this parent, in order of creation; a live view.
  public List<TaskEntry> childrenOf(TaskId parent) {
    TaskLinks links = tasks.linksOf(parent);
    return links == null ? List.of() : Collections.unmodifiableList(links.children());
  }

  /// Whether any budget was ever allocated.
  public boolean hasBudgets() {
    return !budgets.isEmpty();
  }

  /// The budget of a task in a dimension, null if none was allocated.
  public StateImage.@Nullable Budget budget(TaskId taskId, BudgetDimension dimension) {
    return budgets.get(taskId, dimension);
  }

  /// All budgets in order of their first allocation; a live view.
  public Collection<StateImage.Budget> budgets() {
    return budgets.all();
  }

  /// The subscription with this id, null if there is none.
  public StateImage.@Nullable Subscription subscription(SubscriptionId id) {
    return subscriptions.get(id);
  }

  /// Whether a subscription was triggered, not canceled since, and no run of its task was promoted
  /// since (02-W-15).
  public boolean isTriggerPending(SubscriptionId id) {
    return subscriptions.isPending(id);
  }

  /// All subscriptions in order of creation; a live view.
  public Collection<StateImage.Subscription> subscriptions() {
    return subscriptions.all();
  }

  /// The actor with this id, null if none registered.
  public StateImage.@Nullable Actor actor(ActorId id) {
    return actors.get(id);
  }

  /// All actors in order of first registration; a live view.
  public Collection<StateImage.Actor> actors() {
    return actors.all();
  }

  /// The tenant with this id, null if there is none.
  public StateImage.@Nullable Tenant tenant(TenantId id) {
    return platform.tenant(id);
  }

  /// All tenants in order of creation; a live view.
  public Collection<StateImage.Tenant> tenants() {
    return platform.tenants();
  }

  /// The role of an actor in a tenant, null if none was assigned.
  public StateImage.@Nullable RoleAssignment role(ActorId actorId, TenantId tenantId) {
    return platform.role(actorId, tenantId);
  }

  /// All roles in order of first assignment; a live view.
  public Collection<StateImage.RoleAssignment> roles() {
    return platform.roles();
  }

  /// The grant of a capability, also a revoked one; null if there never was one.
  public StateImage.@Nullable CapabilityGrant grant(
      ActorId actorId, Capability capability, TenantId tenantId) {
    return platform.grant(actorId, capability, tenantId);
  }

  /// Whether an actor holds a capability in a tenant: granted and not revoked.
  public boolean hasCapability(ActorId actorId, Capability capability, TenantId tenantId) {
    StateImage.CapabilityGrant grant = platform.grant(actorId, capability, tenantId);
    return grant != null && grant.revokedAt() == null;
  }

  /// All grants in order of first granting; a live view.
  public Collection<StateImage.CapabilityGrant> grants() {
    return platform.grants();
  }

  /// The first ledger entry with this id, null if there is none.
  public StateImage.@Nullable LedgerEntry ledgerEntry(LedgerEntryId id) {
    return platform.ledger().entry(id);
  }

  /// Whether no entry of the ledger was recorded with an earlier time than one before it.
  public boolean isLedgerInOrder() {
    return platform.ledger().isInOrder();
  }

  /// The ledger in order of appending; a live view.
  public List<StateImage.LedgerEntry> ledger() {
    return platform.ledger().all();
  }

  /// The entries of one list of the ledger in order of appending; a live view.
  public List<StateImage.LedgerEntry> ledger(TenantId tenantId, String ledgerKey) {
    return platform.ledger().of(tenantId, ledgerKey);
  }

  /// The ledger's entries of one tenant in order of appending; a live view.
  public List<StateImage.LedgerEntry> ledgerOfTenant(TenantId tenantId) {
    return platform.ledger().ofTenant(tenantId);
  }

  /// The ledger's entries under one key, of all tenants, in order of appending; a live view.
  public List<StateImage.LedgerEntry> ledgerOfKey(String ledgerKey) {
    return platform.ledger().ofKey(ledgerKey);
  }

  /// A stable digest of everything recorded, as 64 hexadecimal digits (SHA-256): equal states have
  /// equal digests, whatever the order in which tasks, runs and the rest came in. Cost: all that is
  /// held.
  public String digest() {
    return StateDigest.of(image());
  }

  /// Makes the sequence that a restored state stands at.
  void continueFrom(long sequence) {
    latestSequence = sequence;
  }
}
