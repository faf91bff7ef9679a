package io.actionqueue.core.state;

import io.actionqueue.core.InvalidValue;
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
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/// Whether an extension event may follow. Only this program writes them, so that, other than for
/// events of version 5, nothing is let pass that makes no sense.
final class ExtensionChecks {
  private final QueueState state;
  private final TaskDrop drop;

  ExtensionChecks(QueueState state, TaskDrop drop) {
    this.state = state;
    this.drop = drop;
  }

  @Nullable ReplayRefusal check(ExtensionEvent event) {
    return switch (event) {
      case TaskCreatedWithPolicy created -> checkCreated(created.spec(), created.policy());
      case TaskPolicySet set -> known(set.taskId());
      case RunReprioritised set -> in(set.runId(), RunState.READY);
      case RunDelayed delayed -> in(delayed.runId(), RunState.RETRY_WAIT);
      case RunNoted noted -> state.run(noted.runId()) == null ? unknownRun(noted.runId()) : null;
      case TasksDropped dropped -> drop.check(dropped);
      case ScopePaused paused ->
          state.extensions().isPaused(paused.scope())
              ? refused("ScopeAlreadyPaused", paused.scope().label() + " is paused already")
              : null;
      case ScopeResumed resumed ->
          state.extensions().isPaused(resumed.scope())
              ? null
              : refused("ScopeNotPaused", resumed.scope().label() + " is not paused");
      case LimitSet _ -> null;
      case LimitCleared cleared ->
          state.extensions().limit(cleared.scope()) == null
              ? refused("NoLimit", cleared.scope().label() + " has no limit")
              : null;
      case SubscriptionPolicySet set -> known(set.subscriptionId());
      case SubscriptionConsumed consumed -> checkConsumed(consumed.subscriptionId());
      case GateOpened opened -> checkOpen(opened.runId(), opened.gate());
      case GateDecided decided -> checkDecide(decided.runId(), decided.gate());
      case TaskRedriven redriven -> checkRedriven(redriven.taskId());
      case LedgerOccurred told -> checkOccurred(told);
      case SlotsPassedOver passed -> checkPassed(passed);
      case TenantWeightSet set -> checkWeight(set);
      case TokensTaken taken -> checkTaken(taken.scope());
      case AttemptNoted noted -> checkNoted(noted);
      case DependenciesAdded added -> known(added.taskId());
    };
  }

  /// As for a task without options; and what goes with its key must go with it.
  private @Nullable ReplayRefusal checkCreated(TaskSpec spec, TaskPolicy policy) {
    ReplayRefusal refusal = state.tasks.checkNew(spec.id());
    if (refusal != null || policy.furtherKeys().isEmpty()) {
      return refusal;
    }
    try {
      policy.checkKeys(spec.constraints().concurrencyKey());
      return null;
    } catch (InvalidValue e) {
      return refused(e.kind(), "task " + spec.id() + ": " + e.getMessage());
    }
  }

  private @Nullable ReplayRefusal known(TaskId id) {
    return state.task(id) == null ? refused("UnknownTask", "task " + id + " does not exist") : null;
  }

  private @Nullable ReplayRefusal known(SubscriptionId id) {
    return state.subscription(id) == null
        ? refused("UnknownSubscription", "subscription " + id + " does not exist")
        : null;
  }

  private @Nullable ReplayRefusal in(RunId id, RunState expected) {
    RunEntry run = state.run(id);
    if (run == null) {
      return unknownRun(id);
    }
    return run.state() == expected
        ? null
        : refused(
            "InvalidRunState",
            "run " + id + " is " + run.state().wireName() + ", not " + expected.wireName());
  }

  private @Nullable ReplayRefusal checkConsumed(SubscriptionId id) {
    ReplayRefusal unknown = known(id);
    if (unknown != null) {
      return unknown;
    }
    return state.isTriggerPending(id)
        ? null
        : refused("NoTriggerPending", "no trigger of subscription " + id + " waits");
  }

  private @Nullable ReplayRefusal checkOpen(RunId id, String gate) {
    RunEntry run = state.run(id);
    if (run == null) {
      return unknownRun(id);
    }
    if (run.state().isTerminal()) {
      return refused("InvalidRunState", "run " + id + " has ended, it waits at no gate");
    }
    RunExtras.Gate known = state.extensions().recordedGate(id, gate);
    return known != null && known.decided() == null
        ? refused("GateAlreadyOpen", "run " + id + " waits at gate " + gate + " already")
        : null;
  }

  private @Nullable ReplayRefusal checkDecide(RunId id, String gate) {
    if (state.run(id) == null) {
      return unknownRun(id);
    }
    RunExtras.Gate known = state.extensions().recordedGate(id, gate);
    return known == null || known.decided() != null
        ? refused("GateNotOpen", "run " + id + " does not wait at gate " + gate)
        : null;
  }

  private @Nullable ReplayRefusal checkRedriven(TaskId id) {
    ReplayRefusal unknown = known(id);
    if (unknown != null) {
      return unknown;
    }
    return state.extensions().originalOf(id) == null
        ? null
        : refused("AlreadyRedriven", "task " + id + " does another run again already");
  }

  private @Nullable ReplayRefusal checkOccurred(LedgerOccurred told) {
    if (state.ledgerEntry(told.entryId()) == null) {
      return refused("UnknownLedgerEntry", "ledger entry " + told.entryId() + " does not exist");
    }
    return state.extensions().occurredAtMillis(told.entryId()) == null
        ? null
        : refused("AlreadyTold", "ledger entry " + told.entryId() + " has its time already");
  }

  private @Nullable ReplayRefusal checkPassed(SlotsPassedOver passed) {
    boolean sound =
        passed.count() != 0 && Long.compareUnsigned(passed.firstSlot(), passed.lastSlot()) <= 0;
    return sound ? known(passed.taskId()) : refused("InvalidSlots", "no slots in " + passed);
  }

  private @Nullable ReplayRefusal checkWeight(TenantWeightSet set) {
    if (set.weight() < 1) {
      return refused("InvalidWeight", "a weight must be at least 1, was " + set.weight());
    }
    return state.tenant(set.tenantId()) == null
        ? refused("UnknownTenant", "tenant " + set.tenantId() + " does not exist")
        : null;
  }

  private @Nullable ReplayRefusal checkNoted(AttemptNoted noted) {
    RunEntry run = state.run(noted.runId());
    if (run == null) {
      return unknownRun(noted.runId());
    }
    boolean known =
        run.attempts().stream().anyMatch(each -> each.attemptId().equals(noted.attemptId()));
    if (!known) {
      return refused("UnknownAttempt", "run " + run.id() + " has no such attempt: " + noted);
    }
    int next = state.extensions().attemptNotes(run.id()).size() + 1;
    return noted.number() == next
        ? null
        : refused("InvalidNumber", "the next note of run " + run.id() + " is number " + next);
  }

  private @Nullable ReplayRefusal checkTaken(Scope scope) {
    Limit limit = state.extensions().limit(scope);
    return limit == null || limit.rate() == null
        ? refused("NoRate", scope.label() + " has no rate")
        : null;
  }

  static ReplayRefusal refused(String detail, String message) {
    return new ReplayRefusal.ExtensionCausality(detail, message);
  }

  private static ReplayRefusal unknownRun(RunId id) {
    return refused("UnknownRun", "run " + id + " does not exist");
  }
}
