package io.actionqueue.storage.codec;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes events that log version 5 does not know: number and fields. Format: docs/format/events.md
/// §5.
public final class ExtensionEncoder {
  private ExtensionEncoder() {}

  /// Appends one event. What has no form on disk is noted in the sink.
  public static void encode(PayloadSink out, ExtensionEvent event) {
    fields(out, event);
    out.varint(event.timestampMillis());
  }

  private static void fields(PayloadSink out, ExtensionEvent event) {
    switch (event) {
      case ExtensionEvent.TaskCreatedWithPolicy created -> {
        out.u8(ExtensionVariant.TASK_CREATED_WITH_POLICY);
        ValueEncoder.spec(out, created.spec());
        PolicyEncoder.compact(out, created.policy());
      }
      case ExtensionEvent.TaskPolicySet set -> options(out, set);
      case ExtensionEvent.RunReprioritised set -> {
        subject(out, ExtensionVariant.RUN_REPRIORITISED, set.runId());
        out.zigzag(set.priority());
      }
      case ExtensionEvent.RunDelayed delayed -> {
        subject(out, ExtensionVariant.RUN_DELAYED, delayed.runId());
        out.varint(delayed.readyAtMillis());
      }
      case ExtensionEvent.RunNoted noted -> {
        subject(out, ExtensionVariant.RUN_NOTED, noted.runId());
        out.text(noted.reason());
      }
      case ExtensionEvent.TasksDropped dropped -> dropped(out, dropped);
      case ExtensionEvent.ScopePaused paused ->
          scope(out, ExtensionVariant.SCOPE_PAUSED, paused.scope());
      case ExtensionEvent.ScopeResumed resumed ->
          scope(out, ExtensionVariant.SCOPE_RESUMED, resumed.scope());
      case ExtensionEvent.LimitSet set -> {
        scope(out, ExtensionVariant.LIMIT_SET, set.scope());
        limit(out, set.limit());
      }
      case ExtensionEvent.LimitCleared cleared ->
          scope(out, ExtensionVariant.LIMIT_CLEARED, cleared.scope());
      case ExtensionEvent.SubscriptionPolicySet set -> terms(out, set);
      case ExtensionEvent.SubscriptionConsumed consumed ->
          subject(out, ExtensionVariant.SUBSCRIPTION_CONSUMED, consumed.subscriptionId());
      case ExtensionEvent.GateOpened opened -> {
        subject(out, ExtensionVariant.GATE_OPENED, opened.runId());
        out.text(opened.gate());
      }
      case ExtensionEvent.GateDecided decided -> decided(out, decided);
      case ExtensionEvent.TaskRedriven redriven -> {
        subject(out, ExtensionVariant.TASK_REDRIVEN, redriven.taskId());
        out.id(redriven.original());
      }
      case ExtensionEvent.LedgerOccurred told -> {
        subject(out, ExtensionVariant.LEDGER_OCCURRED, told.entryId());
        out.varint(told.occurredAtMillis());
      }
      case ExtensionEvent.SlotsPassedOver passed -> passedOver(out, passed);
      case ExtensionEvent.TenantWeightSet set -> {
        subject(out, ExtensionVariant.TENANT_WEIGHT_SET, set.tenantId());
        out.varint32(Integer.toUnsignedLong(set.weight()), "weight");
      }
      case ExtensionEvent.TokensTaken taken -> {
        scope(out, ExtensionVariant.TOKENS_TAKEN, taken.scope());
        out.varint(taken.fullAtNanos());
      }
      case ExtensionEvent.AttemptNoted noted -> noted(out, noted);
      case ExtensionEvent.DependenciesAdded added -> added(out, added);
    }
  }

  private static void options(PayloadSink out, ExtensionEvent.TaskPolicySet set) {
    List<String> keys = set.policy().furtherKeys();
    boolean plain = keys.isEmpty();
    subject(
        out,
        plain ? ExtensionVariant.TASK_POLICY_SET : ExtensionVariant.TASK_POLICY_WITH_KEYS_SET,
        set.taskId());
    PolicyEncoder.full(out, set.policy());
    if (!plain) {
      out.texts(keys);
    }
  }

  private static void terms(PayloadSink out, ExtensionEvent.SubscriptionPolicySet set) {
    subject(out, ExtensionVariant.SUBSCRIPTION_POLICY_SET, set.subscriptionId());
    out.u8(set.mode().ordinal());
    out.u8(set.scope().ordinal());
    out.varint(set.credits());
  }

  private static void noted(PayloadSink out, ExtensionEvent.AttemptNoted noted) {
    subject(out, ExtensionVariant.ATTEMPT_NOTED, noted.runId());
    out.id(noted.attemptId());
    out.varint32(Integer.toUnsignedLong(noted.number()), "number");
    out.text(noted.note());
  }

  private static void added(PayloadSink out, ExtensionEvent.DependenciesAdded added) {
    subject(out, ExtensionVariant.DEPENDENCIES_ADDED, added.taskId());
    ids(out, added.added());
  }

  private static void decided(PayloadSink out, ExtensionEvent.GateDecided decided) {
    subject(out, ExtensionVariant.GATE_DECIDED, decided.runId());
    out.text(decided.gate());
    out.u8(decided.verdict().ordinal());
    out.optionalId(decided.by());
    out.optionalText(decided.comment());
  }

  private static void passedOver(PayloadSink out, ExtensionEvent.SlotsPassedOver passed) {
    subject(out, ExtensionVariant.SLOTS_PASSED_OVER, passed.taskId());
    out.varint(passed.count());
    out.varint(passed.firstSlot());
    out.varint(passed.lastSlot());
  }

  private static void dropped(PayloadSink out, ExtensionEvent.TasksDropped dropped) {
    out.u8(ExtensionVariant.TASKS_DROPPED);
    ids(out, dropped.taskIds());
  }

  private static void ids(PayloadSink out, List<TaskId> tasks) {
    out.varint(tasks.size());
    for (TaskId task : tasks) {
      out.id(task);
    }
  }

  private static void scope(PayloadSink out, int variant, Scope scope) {
    out.u8(variant);
    switch (scope) {
      case Scope.Action(String name) -> {
        out.u8(0);
        out.text(name);
      }
      case Scope.Key(var tenant, String key) -> {
        out.u8(1);
        out.optionalId(tenant);
        out.text(key);
      }
      case Scope.Tenant(var tenant) -> {
        out.u8(2);
        out.id(tenant);
      }
    }
  }

  private static void limit(PayloadSink out, Limit limit) {
    out.optionalVarint(number(limit.permits()));
    Limit.Rate rate = limit.rate();
    out.u8(rate == null ? 0 : 1);
    if (rate != null) {
      out.varint(rate.tokens());
      out.varint(rate.perMillis());
      out.varint(rate.burst());
    }
  }

  private static @Nullable Long number(@Nullable Integer value) {
    return value == null ? null : (Long) (long) value;
  }

  private static void subject(PayloadSink out, int variant, Identifier id) {
    out.u8(variant);
    out.id(id);
  }
}
