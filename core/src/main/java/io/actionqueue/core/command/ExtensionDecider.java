package io.actionqueue.core.command;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.ReplayRefusal;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about what log version 5 does not know.
final class ExtensionDecider {
  private ExtensionDecider() {}

  static Decision decide(QueueState state, ExtensionCommand command) {
    return switch (command) {
      case Extend(var event) -> extend(state, event);
      case SubmitWithPolicy submit -> submit(state, submit);
      case FinishDelayed finish -> finish(state, finish);
      case CancelNoted cancel -> cancel(state, cancel);
    };
  }

  /// What replay refuses is refused here in the words of commands where there are any; the rest is
  /// left to the [Decider], which asks replay about every first event. A task is let in as every
  /// other.
  private static Decision extend(QueueState state, ExtensionEvent event) {
    if (event instanceof ExtensionEvent.TaskCreatedWithPolicy created) {
      Rejection unfit = Admission.refusal(state, created.spec(), Admission.MAX_DEPTH);
      return unfit == null ? Answer.accept(event) : Answer.reject(unfit);
    }
    ReplayRefusal refusal = state.check(state.latestSequence() + 1, event);
    Rejection known = refusal == null ? null : inWordsOfCommands(state, event, refusal);
    return known == null ? Answer.accept(List.of(event)) : Answer.reject(known);
  }

  private static @Nullable Rejection inWordsOfCommands(
      QueueState state, ExtensionEvent event, ReplayRefusal refusal) {
    return switch (event) {
      case ExtensionEvent.ScopePaused paused ->
          new ExtensionRejection.ScopeAlreadyPaused(paused.scope());
      case ExtensionEvent.ScopeResumed resumed ->
          new ExtensionRejection.ScopeNotPaused(resumed.scope());
      case ExtensionEvent.LimitCleared cleared -> new ExtensionRejection.NoLimit(cleared.scope());
      case ExtensionEvent.TaskPolicySet set -> new TaskRejection.UnknownTask(set.taskId());
      case ExtensionEvent.TasksDropped dropped -> cannotDrop(state, dropped, refusal);
      case ExtensionEvent.TaskCreatedWithPolicy _,
          ExtensionEvent.RunReprioritised _,
          ExtensionEvent.RunDelayed _,
          ExtensionEvent.RunNoted _,
          ExtensionEvent.LimitSet _,
          ExtensionEvent.SubscriptionPolicySet _,
          ExtensionEvent.SubscriptionConsumed _,
          ExtensionEvent.GateOpened _,
          ExtensionEvent.GateDecided _,
          ExtensionEvent.TaskRedriven _,
          ExtensionEvent.LedgerOccurred _,
          ExtensionEvent.SlotsPassedOver _,
          ExtensionEvent.TenantWeightSet _,
          ExtensionEvent.TokensTaken _,
          ExtensionEvent.AttemptNoted _,
          ExtensionEvent.DependenciesAdded _ ->
          null;
    };
  }

  private static @Nullable Rejection cannotDrop(
      QueueState state, ExtensionEvent.TasksDropped dropped, ReplayRefusal refusal) {
    for (TaskId id : dropped.taskIds()) {
      TaskEntry task = state.task(id);
      if (task == null) {
        return new TaskRejection.UnknownTask(id);
      }
      if (!task.isOver()) {
        return new ExtensionRejection.TaskNotOver(id);
      }
    }
    boolean needed =
        refusal.detail().equals("DependentOpen") || refusal.detail().equals("ChildOpen");
    return needed ? new ExtensionRejection.TaskStillNeeded(refusal.message()) : null;
  }

  /// A task and its options are one event, where both instants lie in one second.
  private static Decision submit(QueueState state, SubmitWithPolicy command) {
    SubmitTask submit = command.submit();
    TaskPolicy policy = command.policy();
    RunId again = command.original();
    long at = command.timestampMillis();
    var original =
        again == null ? null : new ExtensionEvent.TaskRedriven(submit.spec().id(), again, at);
    if (policy.isNone()) {
      return BatchDecider.submit(state, submit, BatchDecider.created(submit), null, original);
    }
    TaskPolicy shared = state.extensions().shared(policy);
    var created = new ExtensionEvent.TaskCreatedWithPolicy(submit.spec(), shared, at);
    if (created.timestamp() == submit.timestamp()) {
      return BatchDecider.submit(state, submit, created, null, original);
    }
    var options = new ExtensionEvent.TaskPolicySet(submit.spec().id(), shared, at);
    return BatchDecider.submit(state, submit, BatchDecider.created(submit), options, original);
  }

  private static Decision finish(QueueState state, FinishDelayed command) {
    Decision decision = FlightDecider.finish(state, command.finish());
    if (!(decision instanceof Decision.Accepted(var events))) {
      return decision;
    }
    var all = new ArrayList<>(events);
    all.add(
        new ExtensionEvent.RunDelayed(
            command.finish().runId(), command.readyAtMillis(), command.timestampMillis()));
    return Answer.accept(all);
  }

  private static Decision cancel(QueueState state, CancelNoted command) {
    long seconds = Long.divideUnsigned(command.timestampMillis(), 1000);
    Decision decision = RunCancellation.decide(state, new CancelRun(command.runId(), seconds));
    if (!(decision instanceof Decision.Accepted(var events)) || events.isEmpty()) {
      return decision;
    }
    var all = new ArrayList<>(events);
    all.add(
        new ExtensionEvent.RunNoted(command.runId(), command.reason(), command.timestampMillis()));
    return Answer.accept(all);
  }
}
