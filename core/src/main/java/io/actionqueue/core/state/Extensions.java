package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.AttemptNoted;
import io.actionqueue.core.event.ExtensionEvent.DependenciesAdded;
import io.actionqueue.core.event.ExtensionEvent.GateDecided;
import io.actionqueue.core.event.ExtensionEvent.GateOpened;
import io.actionqueue.core.event.ExtensionEvent.LedgerOccurred;
import io.actionqueue.core.event.ExtensionEvent.LimitCleared;
import io.actionqueue.core.event.ExtensionEvent.LimitSet;
import io.actionqueue.core.event.ExtensionEvent.RunDelayed;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.RunReprioritised;
import io.actionqueue.core.event.ExtensionEvent.ScopePaused;
import io.actionqueue.core.event.ExtensionEvent.ScopeResumed;
import io.actionqueue.core.event.ExtensionEvent.SlotsPassedOver;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionConsumed;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TaskRedriven;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.event.ExtensionEvent.TenantWeightSet;
import io.actionqueue.core.event.ExtensionEvent.TokensTaken;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a state holds beside what log version 5 knows: a live view.
///
/// Everything is found by id in constant time; what nobody uses takes neither memory nor time.
/// Confined to the owner of its [QueueState].
public final class Extensions {
  private final RunExtras runs = new RunExtras();
  private final TaskExtras tasks = new TaskExtras();
  private final Scopes scopes = new Scopes();
  private final SharedTable<LedgerEntryId, LedgerOccurred> occurred =
      new SharedTable<>(LedgerOccurred::entryId);
  private final TaskPolicies policies;
  private final Subscriptions subscriptions;
  private final Observers observers;

  Extensions(TaskPolicies policies, Subscriptions subscriptions, Observers observers) {
    this.policies = policies;
    this.subscriptions = subscriptions;
    this.observers = observers;
  }

  /// A gate that a run waits at, or has passed.
  ///
  /// @param name its name
  /// @param openedAtMillis since when, epoch milliseconds
  /// @param decision how somebody decided, null while nobody has
  public record Gate(String name, long openedAtMillis, @Nullable GateDecided decision) {
    /// How somebody decided, null while nobody has.
    public @Nullable GateVerdict verdict() {
      return decision == null ? null : decision.verdict();
    }
  }

  /// The options of a task, [TaskPolicy#NONE] if it has none.
  public TaskPolicy policy(TaskId id) {
    return policies.of(id);
  }

  /// Equal options that tasks hold already, if those that came last are; else the given ones. For
  /// who is about to record options, so that tasks in series with the same ones share them from the
  /// start. O(1).
  public TaskPolicy shared(TaskPolicy policy) {
    return policies.shared(policy);
  }

  /// Whether any scope is paused. O(1).
  public boolean hasPauses() {
    return !scopes.paused.isEmpty();
  }

  /// Whether any scope has a limit. O(1).
  public boolean hasLimits() {
    return !scopes.limits.isEmpty();
  }

  /// What selection orders a run by: its own priority if it has one, else its task's.
  public int priority(RunEntry run) {
    Integer own = runs.hasPriorities() ? runs.priority(run.id()) : null;
    return own == null ? run.priority() : own;
  }

  /// The delay that was last recorded for a run which has not ended; null if there is none.
  public @Nullable RunDelayed delay(RunId id) {
    return runs.delay(id);
  }

  /// Why a run ended the way it did, null if nothing is noted.
  public @Nullable String note(RunId id) {
    RunNoted note = runs.note(id);
    return note == null ? null : note.reason();
  }

  /// What was noted about the attempts of a run, in order; a copy.
  public List<AttemptNoted> attemptNotes(RunId id) {
    return runs.attemptNotes(id);
  }

  /// The prerequisites that a task got after it was submitted under a key; empty if there are none.
  public Set<TaskId> addedDependencies(TaskId id) {
    return tasks.addedDependencies(id);
  }

  /// The gate of a run with this name, null if it never came to it.
  public @Nullable Gate gate(RunId id, String name) {
    RunExtras.Gate gate = runs.gate(id, name);
    return gate == null ? null : view(gate);
  }

  /// All gates of a run, in order of opening; a copy.
  public List<Gate> gates(RunId id) {
    return runs.gates(id).stream().map(Extensions::view).toList();
  }

  private static Gate view(RunExtras.Gate gate) {
    GateOpened opened = gate.opened();
    return new Gate(opened.gate(), opened.timestampMillis(), gate.decided());
  }

  /// Whether a scope is paused by itself, whatever other scopes say.
  public boolean isPaused(Scope scope) {
    return scopes.paused.get(scope) != null;
  }

  /// The pauses in force, in order; a live view.
  public Collection<ScopePaused> paused() {
    return scopes.paused.values();
  }

  /// The limit of a scope by itself, null if it has none.
  public @Nullable Limit limit(Scope scope) {
    LimitSet known = scopes.limits.get(scope);
    return known == null ? null : known.limit();
  }

  /// The limits in force, in order of being set first; a live view.
  public Collection<LimitSet> limits() {
    return scopes.limits.values();
  }

  /// When the token bucket of a scope is full again, as far as recorded starts tell: nanoseconds
  /// since 1970, never before the truth and at most a second behind it. Null where nothing has
  /// started under the scope's rate.
  public @Nullable Long bucketFullAtNanos(Scope scope) {
    return scopes.tokens.fullAtNanos(scope);
  }

  /// The share of a tenant, 1 if it has none of its own.
  public int weight(TenantId id) {
    TenantWeightSet known = scopes.weights.get(id);
    return known == null ? 1 : known.weight();
  }

  /// The terms of a subscription.
  public SubscriptionTerms terms(SubscriptionId id) {
    return subscriptions.terms(id);
  }

  /// The ids of a task's subscriptions, in order of creation; a live view.
  public Collection<SubscriptionId> subscriptionsOf(TaskId id) {
    return subscriptions.ofTask(id);
  }

  /// The ids of a task's subscriptions whose triggers wait for a promotion, in order of creation; a
  /// copy.
  public List<SubscriptionId> pendingTriggersOf(TaskId id) {
    return subscriptions.pendingOf(id);
  }

  /// The failed run that a task does again, null if it does not.
  public @Nullable RunId originalOf(TaskId id) {
    return tasks.original(id);
  }

  /// The tasks that do a failed run again, in order; a copy.
  public List<TaskId> redrivesOf(RunId id) {
    return tasks.redrives(id);
  }

  /// When that happened which a ledger entry tells of, epoch milliseconds; null where it is the
  /// entry's own time.
  public @Nullable Long occurredAtMillis(LedgerEntryId id) {
    LedgerOccurred known = occurred.get(id);
    return known == null ? null : (Long) known.occurredAtMillis();
  }

  /// The slots of a cron task that got no run, all together; null if there are none.
  public @Nullable SlotsPassedOver passedOver(TaskId id) {
    return tasks.passedOver(id);
  }

  /// All of this as it is now, but for the options of tasks, which the tasks carry: parts in a
  /// fixed order of kinds.
  List<ExtensionPart> view() {
    var parts = new ArrayList<ExtensionPart>();
    parts.addAll(tasks.view());
    parts.addAll(runs.view());
    parts.addAll(scopes.view());
    parts.add(subscriptions.termsView());
    parts.add(ExtensionPart.of(occurred.view()));
    return parts;
  }

  /// The gate that a run stands at, as recorded.
  RunExtras.@Nullable Gate recordedGate(RunId id, String name) {
    return runs.gate(id, name);
  }

  /// Creates a task with its options, of which nobody else need be told: who hears of the task
  /// finds them with it.
  void create(TaskCreatedWithPolicy event) {
    observers.taskCreated(policies.create(event));
  }

  /// Takes in an event that passed its check, but for those that create or drop tasks.
  void apply(ExtensionEvent event) {
    switch (event) {
      case SubscriptionConsumed consumed -> subscriptions.apply(consumed);
      case ScopeResumed resumed -> scopes.paused.remove(resumed.scope());
      case LimitCleared cleared -> scopes.clear(cleared.scope());
      case TaskCreatedWithPolicy _,
          TaskPolicySet _,
          RunReprioritised _,
          RunDelayed _,
          RunNoted _,
          TasksDropped _,
          ScopePaused _,
          LimitSet _,
          SubscriptionPolicySet _,
          GateOpened _,
          GateDecided _,
          TaskRedriven _,
          LedgerOccurred _,
          SlotsPassedOver _,
          TenantWeightSet _,
          TokensTaken _,
          AttemptNoted _,
          DependenciesAdded _ ->
          restore(event);
    }
    observers.extended(event);
  }

  /// Takes in an event that stands for a part of an image.
  ///
  /// @throws IllegalArgumentException if it creates a task or takes something away instead
  void restore(ExtensionEvent event) {
    switch (event) {
      case TaskPolicySet set -> policies.put(set);
      case RunReprioritised set -> runs.put(set);
      case RunDelayed delayed -> runs.put(delayed);
      case RunNoted noted -> runs.put(noted);
      case TaskCreatedWithPolicy _ ->
          throw new IllegalArgumentException(
              "an image has tasks apart from their options: " + event.subject());
      case TasksDropped _, ScopeResumed _, LimitCleared _ ->
          throw new IllegalArgumentException("an image takes nothing away: " + event);
      case ScopePaused paused -> scopes.paused.put(paused);
      case LimitSet set -> scopes.limit(set);
      case SubscriptionPolicySet set -> subscriptions.apply(set);
      case SubscriptionConsumed consumed -> subscriptions.restore(consumed);
      case GateOpened opened -> runs.put(opened);
      case GateDecided decided -> runs.put(decided);
      case TaskRedriven redriven -> tasks.put(redriven);
      case LedgerOccurred told -> occurred.put(told);
      case SlotsPassedOver passed -> tasks.put(passed);
      case TenantWeightSet set -> scopes.weights.put(set);
      case TokensTaken taken -> scopes.tokens.restore(taken);
      case AttemptNoted noted -> runs.put(noted);
      case DependenciesAdded added -> tasks.put(added);
    }
  }

  /// Notes that a run has moved.
  ///
  /// @param second when, epoch seconds, unsigned
  void moved(RunEntry run, RunState from, RunState to, long second) {
    if (to == RunState.LEASED) {
      scopes.started(run, second);
    }
    if (!runs.isEmpty()) {
      runs.moved(run, from, to);
    }
  }

  /// Notes that a task has left the state.
  void dropped(TaskEntry task) {
    policies.dropped(task);
  }

  /// Forgets all of a task and its runs, before it leaves the state.
  void drop(TaskEntry task) {
    tasks.drop(task.id());
    if (!runs.isEmpty()) {
      task.runs().forEach(run -> runs.drop(run.id()));
    }
    subscriptions.drop(task.id());
  }
}
