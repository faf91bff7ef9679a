package io.actionqueue.storage.codec;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [ExtensionEncoder] writes. The values' own rules apply as they are built: they raise
/// [io.actionqueue.core.InvalidValue]. Confined to one thread.
public final class ExtensionDecoder {
  private static final SubscriptionMode[] MODES = SubscriptionMode.values();
  private static final SubscriptionScope[] SCOPES = SubscriptionScope.values();
  private static final GateVerdict[] VERDICTS = GateVerdict.values();

  private final PayloadSource in;

  /// Of its own: a spec within an extension is never of the form that lacks a tag.
  private final ValueDecoder values;

  private final PolicyDecoder policies;

  private ExtensionDecoder(PayloadSource in) {
    this.in = in;
    this.values = ValueDecoder.of(in);
    this.policies = new PolicyDecoder(in);
  }

  /// A decoder of what `in` holds.
  public static ExtensionDecoder of(PayloadSource in) {
    return new ExtensionDecoder(in);
  }

  /// The event that begins at the source's position, its number included.
  public ExtensionEvent decode() throws MalformedPayload {
    return decode(in.varint32());
  }

  /// The rest of the event whose number was read.
  public ExtensionEvent decode(long variant) throws MalformedPayload {
    return switch ((int) variant) {
      case ExtensionVariant.TASK_CREATED_WITH_POLICY ->
          new ExtensionEvent.TaskCreatedWithPolicy(values.spec(), policies.compact(), in.varint());
      case ExtensionVariant.TASK_POLICY_SET ->
          new ExtensionEvent.TaskPolicySet(taskId(), policies.full(), in.varint());
      case ExtensionVariant.RUN_REPRIORITISED ->
          new ExtensionEvent.RunReprioritised(runId(), in.zigzag(), in.varint());
      case ExtensionVariant.RUN_DELAYED ->
          new ExtensionEvent.RunDelayed(runId(), in.varint(), in.varint());
      case ExtensionVariant.RUN_NOTED ->
          new ExtensionEvent.RunNoted(runId(), in.text(), in.varint());
      case ExtensionVariant.TASKS_DROPPED ->
          new ExtensionEvent.TasksDropped(taskIds(), in.varint());
      case ExtensionVariant.SCOPE_PAUSED -> new ExtensionEvent.ScopePaused(scope(), in.varint());
      case ExtensionVariant.SCOPE_RESUMED -> new ExtensionEvent.ScopeResumed(scope(), in.varint());
      case ExtensionVariant.LIMIT_SET -> new ExtensionEvent.LimitSet(scope(), limit(), in.varint());
      case ExtensionVariant.LIMIT_CLEARED -> new ExtensionEvent.LimitCleared(scope(), in.varint());
      default -> rarer(variant);
    };
  }

  private ExtensionEvent rarer(long variant) throws MalformedPayload {
    return switch ((int) variant) {
      case ExtensionVariant.SUBSCRIPTION_POLICY_SET ->
          new ExtensionEvent.SubscriptionPolicySet(
              subscriptionId(),
              MODES[in.ordinal(MODES.length, "subscription mode")],
              SCOPES[in.ordinal(SCOPES.length, "subscription scope")],
              in.varint(),
              in.varint());
      case ExtensionVariant.SUBSCRIPTION_CONSUMED ->
          new ExtensionEvent.SubscriptionConsumed(subscriptionId(), in.varint());
      case ExtensionVariant.GATE_OPENED ->
          new ExtensionEvent.GateOpened(runId(), in.text(), in.varint());
      case ExtensionVariant.GATE_DECIDED ->
          new ExtensionEvent.GateDecided(
              runId(),
              in.text(),
              VERDICTS[in.ordinal(VERDICTS.length, "verdict")],
              in.isPresent() ? new ActorId(in.idHigh(), in.idLow()) : null,
              in.optionalText(),
              in.varint());
      case ExtensionVariant.TASK_REDRIVEN ->
          new ExtensionEvent.TaskRedriven(taskId(), runId(), in.varint());
      case ExtensionVariant.LEDGER_OCCURRED ->
          new ExtensionEvent.LedgerOccurred(
              new LedgerEntryId(in.idHigh(), in.idLow()), in.varint(), in.varint());
      case ExtensionVariant.SLOTS_PASSED_OVER ->
          new ExtensionEvent.SlotsPassedOver(
              taskId(), in.varint(), in.varint(), in.varint(), in.varint());
      case ExtensionVariant.TENANT_WEIGHT_SET ->
          new ExtensionEvent.TenantWeightSet(tenantId(), (int) in.varint32(), in.varint());
      case ExtensionVariant.TOKENS_TAKEN ->
          new ExtensionEvent.TokensTaken(scope(), in.varint(), in.varint());
      case ExtensionVariant.ATTEMPT_NOTED ->
          new ExtensionEvent.AttemptNoted(
              runId(),
              new AttemptId(in.idHigh(), in.idLow()),
              (int) in.varint32(),
              in.text(),
              in.varint());
      case ExtensionVariant.DEPENDENCIES_ADDED ->
          new ExtensionEvent.DependenciesAdded(taskId(), taskIds(), in.varint());
      case ExtensionVariant.TASK_POLICY_WITH_KEYS_SET ->
          new ExtensionEvent.TaskPolicySet(taskId(), policies.fullWithKeys(), in.varint());
      default -> throw new MalformedPayload("unknown event variant " + variant);
    };
  }

  private List<TaskId> taskIds() throws MalformedPayload {
    int count = in.count();
    var ids = new ArrayList<TaskId>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      ids.add(taskId());
    }
    return ids;
  }

  private Scope scope() throws MalformedPayload {
    return switch (in.ordinal(3, "scope")) {
      case 0 -> new Scope.Action(in.text());
      case 1 -> new Scope.Key(in.isPresent() ? tenantId() : null, in.text());
      default -> new Scope.Tenant(tenantId());
    };
  }

  private Limit limit() throws MalformedPayload {
    return new Limit(
        optionalInt(),
        in.isPresent()
            ? new Limit.Rate((int) in.varint32(), in.varint(), (int) in.varint32())
            : null);
  }

  /// A number of up to 32 bits; one that is too large for a positive int comes out negative, which
  /// no value accepts.
  private @Nullable Integer optionalInt() throws MalformedPayload {
    return in.isPresent() ? (Integer) (int) in.varint32() : null;
  }

  private RunId runId() throws MalformedPayload {
    return new RunId(in.idHigh(), in.idLow());
  }

  private TaskId taskId() throws MalformedPayload {
    return new TaskId(in.idHigh(), in.idLow());
  }

  private TenantId tenantId() throws MalformedPayload {
    return new TenantId(in.idHigh(), in.idLow());
  }

  private SubscriptionId subscriptionId() throws MalformedPayload {
    return new SubscriptionId(in.idHigh(), in.idLow());
  }
}
