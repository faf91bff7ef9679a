package io.actionqueue.core.command;

import io.actionqueue.core.budget.BudgetShare;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionConsumed;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionPolicySet;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.SubscriptionTerms;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.subscription.SubscriptionScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides what subscriptions begin with and what their triggers promote (spec 03 §9.6).
final class TriggerDecider {
  private TriggerDecider() {}

  static Decision subscribe(QueueState state, Subscribe command) {
    long seconds = command.timestampMillis() / 1000;
    Decision created =
        SubscriptionDecider.decide(
            state,
            new SubscriptionCreate(
                command.subscriptionId(), command.taskId(), command.filter(), seconds));
    return switch (created) {
      case Decision.Rejected _ -> created;
      case Decision.Accepted(var creation) -> {
        List<Event> events = new ArrayList<>(creation);
        Subscribe.Terms terms = command.terms();
        if (!terms.isPlain()) {
          events.add(
              new SubscriptionPolicySet(
                  command.subscriptionId(),
                  terms.mode(),
                  terms.scope(),
                  0,
                  command.timestampMillis()));
        }
        boolean fires = terms.firing() == Subscribe.Firing.IF_ALREADY_TRUE;
        if (fires && isTrue(state, command.filter())) {
          events.add(new SubscriptionTriggered(command.subscriptionId(), seconds));
        }
        yield Answer.accept(events);
      }
    };
  }

  /// Whether what a filter waits for is so now; a custom event is never.
  private static boolean isTrue(QueueState state, EventFilter filter) {
    return switch (filter) {
      case EventFilter.TaskCompleted(var id) -> {
        TaskEntry task = state.task(id);
        yield task != null && task.outcome() == TaskEntry.Outcome.COMPLETED;
      }
      case EventFilter.RunStateChanged(var id, var wanted) -> {
        TaskEntry task = state.task(id);
        yield task != null && task.runsIn(wanted) > 0;
      }
      case EventFilter.BudgetThreshold(var id, var dimension, var threshold) -> {
        StateImage.Budget budget = state.budget(id, dimension);
        yield budget != null && BudgetShare.percent(budget.consumed(), budget.limit()) >= threshold;
      }
      case EventFilter.Custom _ -> false;
    };
  }

  static Decision promote(QueueState state, PromoteTriggered command) {
    TaskEntry task = state.task(command.taskId());
    if (task == null) {
      return Answer.reject(new TaskRejection.UnknownTask(command.taskId()));
    }
    List<SubscriptionId> pending = pending(state, task);
    if (pending.isEmpty() || task.isCanceled() || task.unmetPrerequisites() > 0) {
      return Answer.accept(List.of());
    }
    List<RunEntry> scheduled = scheduled(task);
    long promoted = Math.min(scheduled.size(), wanted(state, pending, scheduled.size()));
    List<Event> events = new ArrayList<>();
    for (RunEntry run : scheduled.subList(0, (int) promoted)) {
      long at = Answer.notBefore(command.timestampMillis() / 1000, run.lastStateChangeAt());
      events.add(new RunEvent.RunStateChanged(run.id(), RunState.SCHEDULED, RunState.READY, at));
    }
    if (promoted > 0) {
      addConsumption(state, pending, promoted, command.timestampMillis(), events);
    }
    return Answer.accept(events);
  }

  private static List<SubscriptionId> pending(QueueState state, TaskEntry task) {
    return state.extensions().pendingTriggersOf(task.id());
  }

  /// How many runs the triggers ask for.
  private static long wanted(QueueState state, List<SubscriptionId> pending, long all) {
    long wanted = 0;
    for (SubscriptionId id : pending) {
      SubscriptionTerms terms = state.extensions().terms(id);
      if (terms.scope() == SubscriptionScope.ALL_RUNS) {
        return all;
      }
      long credits = terms.policy() == null ? 1 : terms.credits();
      wanted = Math.min(all, wanted + Math.min(all, credits));
    }
    return wanted;
  }

  /// The triggers of subscriptions without terms of their own are used up by any promotion and go
  /// first; the others are told apart by their events.
  private static void addConsumption(
      QueueState state, List<SubscriptionId> pending, long promoted, long at, List<Event> events) {
    long left = promoted;
    for (SubscriptionId id : pending) {
      left -= state.extensions().terms(id).policy() == null ? 1 : 0;
    }
    for (SubscriptionId id : pending) {
      SubscriptionTerms terms = state.extensions().terms(id);
      if (terms.policy() == null) {
        continue;
      }
      boolean all = terms.scope() == SubscriptionScope.ALL_RUNS;
      long used = all ? 1 : Math.min(Math.max(0, left), terms.credits());
      left -= all ? 0 : used;
      for (long i = 0; i < used; i++) {
        events.add(new SubscriptionConsumed(id, at));
      }
    }
  }

  /// The Scheduled runs of a task in the order of due time and id.
  private static List<RunEntry> scheduled(TaskEntry task) {
    List<RunEntry> found = task.liveRuns();
    found.removeIf(run -> run.state() != RunState.SCHEDULED);
    found.sort(
        Comparator.comparing(RunEntry::scheduledAt, Long::compareUnsigned)
            .thenComparing(RunEntry::id));
    return found;
  }
}
