package io.actionqueue.testkit.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What holds of everything that log version 5 does not know: it is about something that is there,
/// once, and goes when that goes.
final class ExtensionInvariants {
  private final QueueState state;
  private final List<String> found;
  private final Set<String> subjects = new HashSet<>();

  ExtensionInvariants(QueueState state, List<String> found) {
    this.state = state;
    this.found = found;
  }

  void check(StateImage image) {
    for (ExtensionEvent event : image.extensions()) {
      if (!subjects.add(event.getClass().getSimpleName() + " " + event.subject())) {
        found.add("EXT-1 twice: " + event);
      }
      check(event);
    }
  }

  private void check(ExtensionEvent event) {
    switch (event) {
      case ExtensionEvent.TaskPolicySet set -> {
        task(set.taskId(), event);
        StateInvariants.expect(
            found,
            "EXT-3 options of task " + set.taskId(),
            set.policy(),
            state.extensions().policy(set.taskId()));
      }
      case ExtensionEvent.RunReprioritised set -> {
        RunEntry run = state.run(set.runId());
        if (run == null || run.state() != RunState.READY) {
          found.add("EXT-4 a priority of a run that is not Ready: " + event);
        }
      }
      case ExtensionEvent.RunDelayed delayed -> {
        RunEntry run = state.run(delayed.runId());
        if (run == null || run.state().isTerminal()) {
          found.add("EXT-5 a delay of a run that is over: " + event);
        }
      }
      case ExtensionEvent.RunNoted noted -> run(noted.runId(), event);
      case ExtensionEvent.TaskCreatedWithPolicy _ ->
          found.add("EXT-2 an image has a task among its facts: " + event);
      case ExtensionEvent.TasksDropped _,
          ExtensionEvent.ScopeResumed _,
          ExtensionEvent.LimitCleared _ ->
          found.add("EXT-2 an image takes something away: " + event);
      case ExtensionEvent.ScopePaused paused ->
          StateInvariants.expect(
              found, "EXT-3 pause", true, state.extensions().isPaused(paused.scope()));
      case ExtensionEvent.LimitSet _ -> {}
      case ExtensionEvent.AttemptNoted noted -> run(noted.runId(), event);
      case ExtensionEvent.DependenciesAdded added -> task(added.taskId(), event);
      case ExtensionEvent.TokensTaken taken -> tokens(taken);
      case ExtensionEvent.SubscriptionPolicySet set -> terms(set);
      case ExtensionEvent.SubscriptionConsumed consumed ->
          subscription(consumed.subscriptionId(), event);
      case ExtensionEvent.GateOpened opened -> run(opened.runId(), event);
      case ExtensionEvent.GateDecided decided -> {
        run(decided.runId(), event);
        if (state.extensions().gate(decided.runId(), decided.gate()) == null) {
          found.add("EXT-6 a decision over no gate: " + event);
        }
      }
      case ExtensionEvent.TaskRedriven redriven -> task(redriven.taskId(), event);
      case ExtensionEvent.LedgerOccurred told -> {
        if (state.ledgerEntry(told.entryId()) == null) {
          found.add("EXT-1 about no ledger entry: " + event);
        }
      }
      case ExtensionEvent.SlotsPassedOver passed -> task(passed.taskId(), event);
      case ExtensionEvent.TenantWeightSet set -> {
        if (state.tenant(set.tenantId()) == null || set.weight() < 1) {
          found.add("EXT-1 about no tenant, or without weight: " + event);
        }
      }
    }
  }

  private void tokens(ExtensionEvent.TokensTaken taken) {
    Limit limit = state.extensions().limit(taken.scope());
    if (limit == null || limit.rate() == null) {
      found.add("EXT-8 tokens taken where there is no rate: " + taken);
    }
  }

  /// A subscription with credits has a trigger that waits, unless it was canceled.
  private void terms(ExtensionEvent.SubscriptionPolicySet set) {
    SubscriptionId id = set.subscriptionId();
    subscription(id, set);
    StateImage.Subscription subscription = state.subscription(id);
    if (subscription != null && subscription.canceledAt() == null) {
      StateInvariants.expect(
          found,
          "EXT-7 trigger of subscription " + id,
          set.credits() > 0,
          state.isTriggerPending(id));
    }
  }

  private void task(TaskId id, ExtensionEvent event) {
    if (state.task(id) == null) {
      found.add("EXT-1 about no task: " + event);
    }
  }

  private void run(RunId id, ExtensionEvent event) {
    if (state.run(id) == null) {
      found.add("EXT-1 about no run: " + event);
    }
  }

  private void subscription(SubscriptionId id, ExtensionEvent event) {
    if (state.subscription(id) == null) {
      found.add("EXT-1 about no subscription: " + event);
    }
  }
}
