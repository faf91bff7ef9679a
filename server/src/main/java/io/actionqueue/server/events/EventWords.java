package io.actionqueue.server.events;

import io.actionqueue.EngineNotice;
import io.actionqueue.client.wire.AttemptVerdict;
import io.actionqueue.client.wire.StreamedEvent;
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
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Puts events into the words of the wire.
final class EventWords {
  private EventWords() {}

  static StreamedEvent of(EngineNotice notice) {
    var event = notice.event();
    var told = StreamedEvent.of(notice.sequence(), typeOf(event), event.timestamp());
    return switch (event) {
      case TaskEvent task -> task(told, task);
      case RunEvent run -> run(told, run);
      case AttemptEvent attempt -> attempt(told, attempt);
      case LeaseEvent lease -> lease(told, lease);
      case EngineEvent _ -> told;
      case BudgetEvent budget -> budget(told, budget);
      case SubscriptionEvent subscription -> subscription(told, subscription);
      case ActorEvent actor -> actor(told, actor);
      case PlatformEvent platform -> platform(told, platform);
      case ExtensionEvent extension -> extension(told, extension);
    };
  }

  /// The id of the task or run that an event creates, null if it creates neither.
  static @Nullable Object born(StreamedEvent event) {
    return switch (event.type()) {
      case "TaskCreated" -> event.taskId();
      case "RunCreated" -> event.runId();
      default -> null;
    };
  }

  /// A task is created for who listens, with options or without: they are not told.
  private static String typeOf(Event event) {
    return event instanceof ExtensionEvent.TaskCreatedWithPolicy
        ? TaskEvent.TaskCreated.class.getSimpleName()
        : event.getClass().getSimpleName();
  }

  private static StreamedEvent task(StreamedEvent told, TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskCreated(var spec, _) -> told.about(spec.id());
      case TaskEvent.TaskCanceled(var id, _) -> told.about(id);
      case TaskEvent.DependencyDeclared(var id, _, _) -> told.about(id);
    };
  }

  private static StreamedEvent run(StreamedEvent told, RunEvent event) {
    return switch (event) {
      case RunEvent.RunCreated(var run) ->
          told.about(run.taskId()).about(run.id()).moving(null, run.state());
      case RunEvent.RunStateChanged(var id, var from, var to, _) -> told.about(id).moving(from, to);
      case RunEvent.RunCanceled(var id, _) -> told.about(id).moving(null, RunState.CANCELED);
      case RunEvent.RunSuspended(var id, _, _) ->
          told.about(id).moving(RunState.RUNNING, RunState.SUSPENDED);
      case RunEvent.RunResumed(var id, _) ->
          told.about(id).moving(RunState.SUSPENDED, RunState.READY);
    };
  }

  private static StreamedEvent attempt(StreamedEvent told, AttemptEvent event) {
    return switch (event) {
      case AttemptEvent.AttemptStarted(var run, var attempt, _) ->
          told.about(run).about(attempt, null);
      case AttemptEvent.AttemptFinished(var run, var attempt, var result, var error, _, _) ->
          told.about(run).about(attempt, AttemptVerdict.of(result, error));
    };
  }

  private static StreamedEvent lease(StreamedEvent told, LeaseEvent event) {
    return switch (event) {
      case LeaseEvent.LeaseAcquired(var run, var owner, _, _) -> told.about(run).about(owner);
      case LeaseEvent.LeaseHeartbeat(var run, var owner, _, _) -> told.about(run).about(owner);
      case LeaseEvent.LeaseExpired(var run, var owner, _, _) -> told.about(run).about(owner);
      case LeaseEvent.LeaseReleased(var run, var owner, _, _) -> told.about(run).about(owner);
    };
  }

  private static StreamedEvent budget(StreamedEvent told, BudgetEvent event) {
    return switch (event) {
      case BudgetEvent.BudgetAllocated(var id, var dimension, _, _) ->
          told.about(id).about(dimension.wireName());
      case BudgetEvent.BudgetConsumed(var id, var dimension, _, _) ->
          told.about(id).about(dimension.wireName());
      case BudgetEvent.BudgetExhausted(var id, var dimension, _) ->
          told.about(id).about(dimension.wireName());
      case BudgetEvent.BudgetReplenished(var id, var dimension, _, _) ->
          told.about(id).about(dimension.wireName());
    };
  }

  private static StreamedEvent subscription(StreamedEvent told, SubscriptionEvent event) {
    return switch (event) {
      case SubscriptionEvent.SubscriptionCreated(var id, var task, _, _) ->
          told.about(task).about(id.toString());
      case SubscriptionEvent.SubscriptionTriggered(var id, _) -> told.about(id.toString());
      case SubscriptionEvent.SubscriptionCanceled(var id, _) -> told.about(id.toString());
    };
  }

  private static StreamedEvent actor(StreamedEvent told, ActorEvent event) {
    return switch (event) {
      case ActorEvent.ActorRegistered registered -> told.about(registered.actorId().toString());
      case ActorEvent.ActorDeregistered(var id, _) -> told.about(id.toString());
      case ActorEvent.ActorHeartbeat(var id, _) -> told.about(id.toString());
    };
  }

  private static StreamedEvent platform(StreamedEvent told, PlatformEvent event) {
    return switch (event) {
      case PlatformEvent.TenantCreated(var id, _, _) -> told.about(id.toString());
      case PlatformEvent.RoleAssigned(var actor, _, _, _) -> told.about(actor.toString());
      case PlatformEvent.CapabilityGranted(var actor, _, _, _) -> told.about(actor.toString());
      case PlatformEvent.CapabilityRevoked(var actor, _, _, _) -> told.about(actor.toString());
      case PlatformEvent.LedgerEntryAppended entry -> told.about(entry.entryId().toString());
    };
  }

  private static StreamedEvent extension(StreamedEvent told, ExtensionEvent event) {
    return switch (event) {
      case ExtensionEvent.TaskCreatedWithPolicy created -> told.about(created.spec().id());
      case ExtensionEvent.TaskPolicySet set -> told.about(set.taskId());
      case ExtensionEvent.RunReprioritised set -> told.about(set.runId());
      case ExtensionEvent.RunDelayed delayed -> told.about(delayed.runId());
      case ExtensionEvent.RunNoted noted -> told.about(noted.runId()).about(noted.reason());
      case ExtensionEvent.ScopePaused paused -> told.about(paused.scope().label());
      case ExtensionEvent.ScopeResumed resumed -> told.about(resumed.scope().label());
      case ExtensionEvent.LimitSet set -> told.about(set.scope().label());
      case ExtensionEvent.LimitCleared cleared -> told.about(cleared.scope().label());
      case ExtensionEvent.AttemptNoted noted -> told.about(noted.runId()).about(noted.note());
      case ExtensionEvent.DependenciesAdded added -> told.about(added.taskId());
      case ExtensionEvent.TokensTaken taken -> told.about(taken.scope().label());
      case ExtensionEvent.GateOpened opened -> told.about(opened.runId()).about(opened.gate());
      case ExtensionEvent.GateDecided decided -> told.about(decided.runId()).about(decided.gate());
      case ExtensionEvent.TaskRedriven redriven -> told.about(redriven.taskId());
      case ExtensionEvent.SlotsPassedOver passed -> told.about(passed.taskId());
      case ExtensionEvent.TasksDropped _,
          ExtensionEvent.SubscriptionPolicySet _,
          ExtensionEvent.SubscriptionConsumed _,
          ExtensionEvent.LedgerOccurred _,
          ExtensionEvent.TenantWeightSet _ ->
          told.about(event.subject());
    };
  }
}
