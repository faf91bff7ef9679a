package io.actionqueue.storage.wal;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.storage.codec.ExtensionDecoder;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.storage.codec.PayloadSource;
import io.actionqueue.storage.codec.ValueDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads events from bytes: variant and fields, without the sequence. Format:
/// docs/format/events.md.
///
/// Confined to one thread.
final class EventDecoder {
  private static final RunState[] STATES = RunState.values();
  private static final AttemptResult[] RESULTS = AttemptResult.values();
  private static final BudgetDimension[] DIMENSIONS = BudgetDimension.values();

  private final PayloadSource in;
  private final ValueDecoder values;
  private final ExtensionDecoder extensions;
  private boolean extensionsAllowed;

  EventDecoder(PayloadSource in) {
    this.in = in;
    this.values = ValueDecoder.of(in);
    this.extensions = ExtensionDecoder.of(in);
  }

  /// The event that begins at the source's position in a frame of this version, 5 or 6; what is
  /// left over stays in the source. Extension events stand in frames of version 6 only (S-30).
  ///
  /// A cron policy may lack the tag of its absent limit (form B, S-8). That form is tried only when
  /// the normal one fails or leaves bytes over, and taken only when it fits exactly.
  Event decode(int version) throws MalformedPayload {
    extensionsAllowed = version == FrameFormat.VERSION_BATCH;
    int start = in.position();
    values.expectCronTag(true);
    Event event;
    try {
      event = checked();
    } catch (MalformedPayload e) {
      Event other = withoutCronTag(start);
      if (other == null) {
        throw e;
      }
      return other;
    }
    if (in.remaining() == 0) {
      return event;
    }
    int end = in.position();
    Event other = withoutCronTag(start);
    if (other != null) {
      return other;
    }
    in.moveTo(end);
    return event;
  }

  private @Nullable Event withoutCronTag(int start) {
    if (!values.hasMetCron()) {
      return null;
    }
    in.moveTo(start);
    values.expectCronTag(false);
    try {
      Event event = checked();
      return in.remaining() == 0 ? event : null;
    } catch (MalformedPayload _) {
      return null;
    }
  }

  private Event checked() throws MalformedPayload {
    try {
      return event();
    } catch (InvalidValue e) {
      throw new MalformedPayload(e.kind() + ": " + e.getMessage());
    }
  }

  private Event event() throws MalformedPayload {
    long variant = in.varint32();
    return switch ((int) variant) {
      case Variant.TASK_CREATED -> new TaskEvent.TaskCreated(values.spec(), in.varint());
      case Variant.RUN_CREATED -> new RunEvent.RunCreated(values.instance());
      case Variant.RUN_STATE_CHANGED ->
          new RunEvent.RunStateChanged(runId(), state(), state(), in.varint());
      case Variant.ATTEMPT_STARTED ->
          new AttemptEvent.AttemptStarted(runId(), attemptId(), in.varint());
      case Variant.ATTEMPT_FINISHED -> attemptFinished();
      case Variant.TASK_CANCELED -> new TaskEvent.TaskCanceled(taskId(), in.varint());
      case Variant.RUN_CANCELED -> new RunEvent.RunCanceled(runId(), in.varint());
      case Variant.LEASE_ACQUIRED ->
          new LeaseEvent.LeaseAcquired(runId(), in.text(), in.varint(), in.varint());
      case Variant.LEASE_HEARTBEAT ->
          new LeaseEvent.LeaseHeartbeat(runId(), in.text(), in.varint(), in.varint());
      case Variant.LEASE_EXPIRED ->
          new LeaseEvent.LeaseExpired(runId(), in.text(), in.varint(), in.varint());
      case Variant.LEASE_RELEASED ->
          new LeaseEvent.LeaseReleased(runId(), in.text(), in.varint(), in.varint());
      case Variant.ENGINE_PAUSED -> new EngineEvent.EnginePaused(in.varint());
      case Variant.ENGINE_RESUMED -> new EngineEvent.EngineResumed(in.varint());
      case Variant.DEPENDENCY_DECLARED ->
          new TaskEvent.DependencyDeclared(taskId(), taskIds(), in.varint());
      case Variant.RUN_SUSPENDED ->
          new RunEvent.RunSuspended(runId(), in.optionalText(), in.varint());
      case Variant.RUN_RESUMED -> new RunEvent.RunResumed(runId(), in.varint());
      default -> rarer(variant);
    };
  }

  private Event rarer(long variant) throws MalformedPayload {
    return switch ((int) variant) {
      case Variant.BUDGET_ALLOCATED ->
          new BudgetEvent.BudgetAllocated(taskId(), dimension(), in.varint(), in.varint());
      case Variant.BUDGET_CONSUMED ->
          new BudgetEvent.BudgetConsumed(taskId(), dimension(), in.varint(), in.varint());
      case Variant.BUDGET_EXHAUSTED ->
          new BudgetEvent.BudgetExhausted(taskId(), dimension(), in.varint());
      case Variant.BUDGET_REPLENISHED ->
          new BudgetEvent.BudgetReplenished(taskId(), dimension(), in.varint(), in.varint());
      case Variant.SUBSCRIPTION_CREATED ->
          new SubscriptionEvent.SubscriptionCreated(
              subscriptionId(), taskId(), values.filter(), in.varint());
      case Variant.SUBSCRIPTION_TRIGGERED ->
          new SubscriptionEvent.SubscriptionTriggered(subscriptionId(), in.varint());
      case Variant.SUBSCRIPTION_CANCELED ->
          new SubscriptionEvent.SubscriptionCanceled(subscriptionId(), in.varint());
      case Variant.ACTOR_REGISTERED -> actorRegistered();
      case Variant.ACTOR_DEREGISTERED -> new ActorEvent.ActorDeregistered(actorId(), in.varint());
      case Variant.ACTOR_HEARTBEAT -> new ActorEvent.ActorHeartbeat(actorId(), in.varint());
      case Variant.TENANT_CREATED ->
          new PlatformEvent.TenantCreated(tenantId(), in.text(), in.varint());
      case Variant.ROLE_ASSIGNED ->
          new PlatformEvent.RoleAssigned(actorId(), values.role(), tenantId(), in.varint());
      case Variant.CAPABILITY_GRANTED ->
          new PlatformEvent.CapabilityGranted(
              actorId(), values.capability(), tenantId(), in.varint());
      case Variant.CAPABILITY_REVOKED ->
          new PlatformEvent.CapabilityRevoked(
              actorId(), values.capability(), tenantId(), in.varint());
      case Variant.LEDGER_ENTRY_APPENDED -> ledgerEntry();
      default -> {
        if (!extensionsAllowed) {
          throw new MalformedPayload("unknown event variant " + variant);
        }
        yield extensions.decode(variant);
      }
    };
  }

  private Event attemptFinished() throws MalformedPayload {
    return new AttemptEvent.AttemptFinished(
        runId(),
        attemptId(),
        RESULTS[in.ordinal(RESULTS.length, "attempt result")],
        in.optionalText(),
        in.optionalBlob(),
        in.varint());
  }

  private Event actorRegistered() throws MalformedPayload {
    return new ActorEvent.ActorRegistered(
        actorId(),
        in.text(),
        in.texts(),
        in.optionalText(),
        in.varint(),
        in.isPresent() ? tenantId() : null,
        in.varint());
  }

  private Event ledgerEntry() throws MalformedPayload {
    return new PlatformEvent.LedgerEntryAppended(
        new LedgerEntryId(in.idHigh(), in.idLow()),
        tenantId(),
        in.text(),
        in.isPresent() ? actorId() : null,
        in.blob(),
        in.varint());
  }

  private List<TaskId> taskIds() throws MalformedPayload {
    int count = in.count();
    var ids = new ArrayList<TaskId>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      ids.add(taskId());
    }
    return ids;
  }

  private RunState state() throws MalformedPayload {
    return STATES[in.ordinal(STATES.length, "run state")];
  }

  private BudgetDimension dimension() throws MalformedPayload {
    return DIMENSIONS[in.ordinal(DIMENSIONS.length, "budget dimension")];
  }

  private RunId runId() throws MalformedPayload {
    return new RunId(in.idHigh(), in.idLow());
  }

  private TaskId taskId() throws MalformedPayload {
    return new TaskId(in.idHigh(), in.idLow());
  }

  private AttemptId attemptId() throws MalformedPayload {
    return new AttemptId(in.idHigh(), in.idLow());
  }

  private ActorId actorId() throws MalformedPayload {
    return new ActorId(in.idHigh(), in.idLow());
  }

  private TenantId tenantId() throws MalformedPayload {
    return new TenantId(in.idHigh(), in.idLow());
  }

  private SubscriptionId subscriptionId() throws MalformedPayload {
    return new SubscriptionId(in.idHigh(), in.idLow());
  }
}
