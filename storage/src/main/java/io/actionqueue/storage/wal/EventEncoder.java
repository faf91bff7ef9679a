package io.actionqueue.storage.wal;

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
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.codec.ExtensionEncoder;
import io.actionqueue.storage.codec.PayloadSink;
import io.actionqueue.storage.codec.ValueEncoder;
import java.util.List;

/// Writes events as bytes: variant and fields, without the sequence. Format: docs/format/events.md.
///
/// One form per value: shortest numbers, nothing left over, an unlimited cron policy in form A
/// (S-8).
final class EventEncoder {
  private EventEncoder() {}

  /// Appends one event. What has no form on disk is noted in the sink.
  static void encode(PayloadSink out, Event event) {
    switch (event) {
      case RunEvent run -> run(out, run);
      case LeaseEvent lease -> lease(out, lease);
      case AttemptEvent attempt -> attempt(out, attempt);
      case TaskEvent task -> task(out, task);
      case ExtensionEvent extension -> ExtensionEncoder.encode(out, extension);
      case EngineEvent engine -> engine(out, engine);
      case BudgetEvent budget -> budget(out, budget);
      case SubscriptionEvent subscription -> subscription(out, subscription);
      case ActorEvent actor -> actor(out, actor);
      case PlatformEvent platform -> platform(out, platform);
    }
  }

  private static void task(PayloadSink out, TaskEvent event) {
    switch (event) {
      case TaskEvent.TaskCreated(TaskSpec spec, _) -> {
        out.u8(Variant.TASK_CREATED);
        ValueEncoder.spec(out, spec);
      }
      case TaskEvent.TaskCanceled(TaskId task, _) -> subject(out, Variant.TASK_CANCELED, task);
      case TaskEvent.DependencyDeclared(TaskId task, List<TaskId> dependsOn, _) -> {
        subject(out, Variant.DEPENDENCY_DECLARED, task);
        out.varint(dependsOn.size());
        for (TaskId prerequisite : dependsOn) {
          out.id(prerequisite);
        }
      }
    }
    out.varint(event.timestamp());
  }

  private static void run(PayloadSink out, RunEvent event) {
    switch (event) {
      case RunEvent.RunCreated(RunInstance run) -> {
        out.u8(Variant.RUN_CREATED);
        ValueEncoder.instance(out, run);
        return;
      }
      case RunEvent.RunStateChanged changed -> {
        subject(out, Variant.RUN_STATE_CHANGED, changed.runId());
        out.u8(changed.previous().ordinal());
        out.u8(changed.next().ordinal());
      }
      case RunEvent.RunCanceled canceled -> subject(out, Variant.RUN_CANCELED, canceled.runId());
      case RunEvent.RunSuspended suspended -> {
        subject(out, Variant.RUN_SUSPENDED, suspended.runId());
        out.optionalText(suspended.reason());
      }
      case RunEvent.RunResumed resumed -> subject(out, Variant.RUN_RESUMED, resumed.runId());
    }
    out.varint(event.timestamp());
  }

  private static void attempt(PayloadSink out, AttemptEvent event) {
    switch (event) {
      case AttemptEvent.AttemptStarted started -> {
        subject(out, Variant.ATTEMPT_STARTED, started.runId());
        out.id(started.attemptId());
      }
      case AttemptEvent.AttemptFinished finished -> {
        subject(out, Variant.ATTEMPT_FINISHED, finished.runId());
        out.id(finished.attemptId());
        out.u8(finished.result().ordinal());
        out.optionalText(finished.error());
        out.optionalBlob(finished.output());
      }
    }
    out.varint(event.timestamp());
  }

  private static void lease(PayloadSink out, LeaseEvent event) {
    switch (event) {
      case LeaseEvent.LeaseAcquired(var run, var owner, var expiry, _) ->
          lease(out, Variant.LEASE_ACQUIRED, run, owner, expiry);
      case LeaseEvent.LeaseHeartbeat(var run, var owner, var expiry, _) ->
          lease(out, Variant.LEASE_HEARTBEAT, run, owner, expiry);
      case LeaseEvent.LeaseExpired(var run, var owner, var expiry, _) ->
          lease(out, Variant.LEASE_EXPIRED, run, owner, expiry);
      case LeaseEvent.LeaseReleased(var run, var owner, var expiry, _) ->
          lease(out, Variant.LEASE_RELEASED, run, owner, expiry);
    }
    out.varint(event.timestamp());
  }

  private static void lease(
      PayloadSink out, int variant, Identifier run, String owner, long expiry) {
    subject(out, variant, run);
    out.text(owner);
    out.varint(expiry);
  }

  private static void engine(PayloadSink out, EngineEvent event) {
    switch (event) {
      case EngineEvent.EnginePaused _ -> out.u8(Variant.ENGINE_PAUSED);
      case EngineEvent.EngineResumed _ -> out.u8(Variant.ENGINE_RESUMED);
    }
    out.varint(event.timestamp());
  }

  private static void budget(PayloadSink out, BudgetEvent event) {
    switch (event) {
      case BudgetEvent.BudgetAllocated(var task, var dimension, long limit, _) -> {
        subject(out, Variant.BUDGET_ALLOCATED, task);
        out.u8(dimension.ordinal());
        out.varint(limit);
      }
      case BudgetEvent.BudgetConsumed(var task, var dimension, long amount, _) -> {
        subject(out, Variant.BUDGET_CONSUMED, task);
        out.u8(dimension.ordinal());
        out.varint(amount);
      }
      case BudgetEvent.BudgetExhausted(var task, var dimension, _) -> {
        subject(out, Variant.BUDGET_EXHAUSTED, task);
        out.u8(dimension.ordinal());
      }
      case BudgetEvent.BudgetReplenished(var task, var dimension, long newLimit, _) -> {
        subject(out, Variant.BUDGET_REPLENISHED, task);
        out.u8(dimension.ordinal());
        out.varint(newLimit);
      }
    }
    out.varint(event.timestamp());
  }

  private static void subscription(PayloadSink out, SubscriptionEvent event) {
    switch (event) {
      case SubscriptionEvent.SubscriptionCreated created -> {
        subject(out, Variant.SUBSCRIPTION_CREATED, created.subscriptionId());
        out.id(created.taskId());
        ValueEncoder.filter(out, created.filter());
      }
      case SubscriptionEvent.SubscriptionTriggered triggered ->
          subject(out, Variant.SUBSCRIPTION_TRIGGERED, triggered.subscriptionId());
      case SubscriptionEvent.SubscriptionCanceled canceled ->
          subject(out, Variant.SUBSCRIPTION_CANCELED, canceled.subscriptionId());
    }
    out.varint(event.timestamp());
  }

  private static void actor(PayloadSink out, ActorEvent event) {
    switch (event) {
      case ActorEvent.ActorRegistered registered -> {
        subject(out, Variant.ACTOR_REGISTERED, registered.actorId());
        out.text(registered.identity());
        out.texts(registered.capabilities());
        out.optionalText(registered.department());
        out.varint(registered.heartbeatIntervalSecs());
        out.optionalId(registered.tenantId());
      }
      case ActorEvent.ActorDeregistered gone ->
          subject(out, Variant.ACTOR_DEREGISTERED, gone.actorId());
      case ActorEvent.ActorHeartbeat alive ->
          subject(out, Variant.ACTOR_HEARTBEAT, alive.actorId());
    }
    out.varint(event.timestamp());
  }

  private static void platform(PayloadSink out, PlatformEvent event) {
    switch (event) {
      case PlatformEvent.TenantCreated created -> {
        subject(out, Variant.TENANT_CREATED, created.tenantId());
        out.text(created.name());
      }
      case PlatformEvent.RoleAssigned assigned -> {
        subject(out, Variant.ROLE_ASSIGNED, assigned.actorId());
        ValueEncoder.role(out, assigned.role());
        out.id(assigned.tenantId());
      }
      case PlatformEvent.CapabilityGranted granted -> {
        subject(out, Variant.CAPABILITY_GRANTED, granted.actorId());
        ValueEncoder.capability(out, granted.capability());
        out.id(granted.tenantId());
      }
      case PlatformEvent.CapabilityRevoked revoked -> {
        subject(out, Variant.CAPABILITY_REVOKED, revoked.actorId());
        ValueEncoder.capability(out, revoked.capability());
        out.id(revoked.tenantId());
      }
      case PlatformEvent.LedgerEntryAppended entry -> {
        subject(out, Variant.LEDGER_ENTRY_APPENDED, entry.entryId());
        out.id(entry.tenantId());
        out.text(entry.ledgerKey());
        out.optionalId(entry.actorId());
        out.blob(entry.payload());
      }
    }
    out.varint(event.timestamp());
  }

  private static void subject(PayloadSink out, int variant, Identifier id) {
    out.u8(variant);
    out.id(id);
  }
}
