package io.actionqueue.storage.json;

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
import io.actionqueue.core.id.Identifier;
import java.io.IOException;

/// The JSON form of events, as the log view prints them: an object with the kind as its only key,
/// the fields of the kind below it in the order of the log.
///
/// Format: docs/format/events.md.
public final class EventWriter {
  private EventWriter() {}

  /// Writes one event.
  public static void event(JsonWriter out, Event event) throws IOException {
    out.beginObject();
    switch (event) {
      case TaskEvent task -> task(out, task);
      case RunEvent run -> run(out, run);
      case AttemptEvent attempt -> attempt(out, attempt);
      case LeaseEvent lease -> lease(out, lease);
      case EngineEvent engine -> engine(out, engine);
      case BudgetEvent budget -> budget(out, budget);
      case SubscriptionEvent subscription -> subscription(out, subscription);
      case ActorEvent actor -> actor(out, actor);
      case PlatformEvent platform -> platform(out, platform);
      case ExtensionEvent extension -> {
        ExtensionWriter.fields(out, extension);
        out.endObject();
        return;
      }
    }
    out.endObject().endObject();
  }

  private static void task(JsonWriter out, TaskEvent event) throws IOException {
    switch (event) {
      case TaskEvent.TaskCreated(var spec, _) -> {
        out.name("TaskCreated").beginObject().name("task_spec");
        ModelWriter.taskSpec(out, spec);
      }
      case TaskEvent.TaskCanceled(var id, _) -> of(out, "TaskCanceled", "task_id", id);
      case TaskEvent.DependencyDeclared(var id, var dependsOn, _) -> {
        of(out, "DependencyDeclared", "task_id", id).name("depends_on");
        ModelWriter.ids(out, dependsOn);
      }
    }
    timestamp(out, event);
  }

  private static void run(JsonWriter out, RunEvent event) throws IOException {
    switch (event) {
      case RunEvent.RunCreated(var run) -> {
        out.name("RunCreated").beginObject().name("run_instance");
        ModelWriter.runInstance(out, run);
        return; // the only kind without a timestamp of its own
      }
      case RunEvent.RunStateChanged(var id, var previous, var next, _) -> {
        of(out, "RunStateChanged", "run_id", id);
        out.name("previous_state").text(previous.wireName());
        out.name("new_state").text(next.wireName());
      }
      case RunEvent.RunCanceled(var id, _) -> of(out, "RunCanceled", "run_id", id);
      case RunEvent.RunSuspended(var id, var reason, _) ->
          of(out, "RunSuspended", "run_id", id).name("reason").text(reason);
      case RunEvent.RunResumed(var id, _) -> of(out, "RunResumed", "run_id", id);
    }
    timestamp(out, event);
  }

  private static void attempt(JsonWriter out, AttemptEvent event) throws IOException {
    switch (event) {
      case AttemptEvent.AttemptStarted(var run, var attempt, _) ->
          of(out, "AttemptStarted", "run_id", run).name("attempt_id").id(attempt);
      case AttemptEvent.AttemptFinished(
              var run,
              var attempt,
              var result,
              var error,
              var output,
              _) -> {
        of(out, "AttemptFinished", "run_id", run).name("attempt_id").id(attempt);
        out.name("result").text(result.wireName());
        out.name("error").text(error).name("output").bytes(output);
      }
    }
    timestamp(out, event);
  }

  private static void lease(JsonWriter out, LeaseEvent event) throws IOException {
    switch (event) {
      case LeaseEvent.LeaseAcquired(var run, var owner, long expiry, _) ->
          terms(of(out, "LeaseAcquired", "run_id", run), owner, expiry);
      case LeaseEvent.LeaseHeartbeat(var run, var owner, long expiry, _) ->
          terms(of(out, "LeaseHeartbeat", "run_id", run), owner, expiry);
      case LeaseEvent.LeaseExpired(var run, var owner, long expiry, _) ->
          terms(of(out, "LeaseExpired", "run_id", run), owner, expiry);
      case LeaseEvent.LeaseReleased(var run, var owner, long expiry, _) ->
          terms(of(out, "LeaseReleased", "run_id", run), owner, expiry);
    }
    timestamp(out, event);
  }

  private static void terms(JsonWriter out, String owner, long expiry) throws IOException {
    out.name("owner").text(owner).name("expiry").unsigned(expiry);
  }

  private static void engine(JsonWriter out, EngineEvent event) throws IOException {
    switch (event) {
      case EngineEvent.EnginePaused _ -> out.name("EnginePaused").beginObject();
      case EngineEvent.EngineResumed _ -> out.name("EngineResumed").beginObject();
    }
    timestamp(out, event);
  }

  private static void budget(JsonWriter out, BudgetEvent event) throws IOException {
    switch (event) {
      case BudgetEvent.BudgetAllocated(var task, var dimension, long limit, _) -> {
        of(out, "BudgetAllocated", "task_id", task).name("dimension").text(dimension.wireName());
        out.name("limit").unsigned(limit);
      }
      case BudgetEvent.BudgetConsumed(var task, var dimension, long amount, _) -> {
        of(out, "BudgetConsumed", "task_id", task).name("dimension").text(dimension.wireName());
        out.name("amount").unsigned(amount);
      }
      case BudgetEvent.BudgetExhausted(var task, var dimension, _) ->
          of(out, "BudgetExhausted", "task_id", task).name("dimension").text(dimension.wireName());
      case BudgetEvent.BudgetReplenished(var task, var dimension, long newLimit, _) -> {
        of(out, "BudgetReplenished", "task_id", task).name("dimension").text(dimension.wireName());
        out.name("new_limit").unsigned(newLimit);
      }
    }
    timestamp(out, event);
  }

  private static void subscription(JsonWriter out, SubscriptionEvent event) throws IOException {
    switch (event) {
      case SubscriptionEvent.SubscriptionCreated(var id, var task, var filter, _) -> {
        of(out, "SubscriptionCreated", "subscription_id", id).name("task_id").id(task);
        out.name("filter");
        ModelWriter.eventFilter(out, filter);
      }
      case SubscriptionEvent.SubscriptionTriggered(var id, _) ->
          of(out, "SubscriptionTriggered", "subscription_id", id);
      case SubscriptionEvent.SubscriptionCanceled(var id, _) ->
          of(out, "SubscriptionCanceled", "subscription_id", id);
    }
    timestamp(out, event);
  }

  private static void actor(JsonWriter out, ActorEvent event) throws IOException {
    switch (event) {
      case ActorEvent.ActorRegistered registered -> {
        of(out, "ActorRegistered", "actor_id", registered.actorId());
        out.name("identity").text(registered.identity()).name("capabilities");
        ModelWriter.texts(out, registered.capabilities());
        out.name("department").text(registered.department());
        out.name("heartbeat_interval_secs").unsigned(registered.heartbeatIntervalSecs());
        out.name("tenant_id").id(registered.tenantId());
      }
      case ActorEvent.ActorDeregistered(var id, _) -> of(out, "ActorDeregistered", "actor_id", id);
      case ActorEvent.ActorHeartbeat(var id, _) -> of(out, "ActorHeartbeat", "actor_id", id);
    }
    timestamp(out, event);
  }

  private static void platform(JsonWriter out, PlatformEvent event) throws IOException {
    switch (event) {
      case PlatformEvent.TenantCreated(var id, var name, _) ->
          of(out, "TenantCreated", "tenant_id", id).name("name").text(name);
      case PlatformEvent.RoleAssigned(var actor, var role, var tenant, _) -> {
        of(out, "RoleAssigned", "actor_id", actor).name("role");
        ModelWriter.role(out, role);
        out.name("tenant_id").id(tenant);
      }
      case PlatformEvent.CapabilityGranted(var actor, var capability, var tenant, _) -> {
        of(out, "CapabilityGranted", "actor_id", actor).name("capability");
        ModelWriter.capability(out, capability);
        out.name("tenant_id").id(tenant);
      }
      case PlatformEvent.CapabilityRevoked(var actor, var capability, var tenant, _) -> {
        of(out, "CapabilityRevoked", "actor_id", actor).name("capability");
        ModelWriter.capability(out, capability);
        out.name("tenant_id").id(tenant);
      }
      case PlatformEvent.LedgerEntryAppended entry -> {
        of(out, "LedgerEntryAppended", "entry_id", entry.entryId());
        out.name("tenant_id").id(entry.tenantId()).name("ledger_key").text(entry.ledgerKey());
        out.name("actor_id").id(entry.actorId()).name("payload").bytes(entry.payload());
      }
    }
    timestamp(out, event);
  }

  private static JsonWriter of(JsonWriter out, String kind, String key, Identifier id)
      throws IOException {
    return out.name(kind).beginObject().name(key).id(id);
  }

  private static void timestamp(JsonWriter out, Event event) throws IOException {
    out.name("timestamp").unsigned(event.timestamp());
  }
}
