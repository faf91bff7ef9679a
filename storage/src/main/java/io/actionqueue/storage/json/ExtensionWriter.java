package io.actionqueue.storage.json;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The JSON form of events that log version 5 does not know: like that of the others, but with the
/// time as `timestamp_millis`. Format: docs/format/events.md §5.
public final class ExtensionWriter {
  private ExtensionWriter() {}

  /// Writes one event as an object.
  public static void event(JsonWriter out, ExtensionEvent event) throws IOException {
    out.beginObject();
    fields(out, event);
    out.endObject();
  }

  /// Writes the kind and the fields below it, within an object.
  static void fields(JsonWriter out, ExtensionEvent event) throws IOException {
    out.name(event.getClass().getSimpleName()).beginObject();
    switch (event) {
      case ExtensionEvent.TaskCreatedWithPolicy created -> {
        ModelWriter.taskSpec(out.name("task_spec"), created.spec());
        policy(out.name("policy"), created.policy());
      }
      case ExtensionEvent.TaskPolicySet set -> {
        id(out, "task_id", set.taskId()).name("policy");
        policy(out, set.policy());
      }
      case ExtensionEvent.RunReprioritised set ->
          id(out, "run_id", set.runId()).name("priority").signed(set.priority());
      case ExtensionEvent.RunDelayed delayed ->
          id(out, "run_id", delayed.runId())
              .name("ready_at_millis")
              .unsigned(delayed.readyAtMillis());
      case ExtensionEvent.RunNoted noted ->
          id(out, "run_id", noted.runId()).name("reason").text(noted.reason());
      case ExtensionEvent.TasksDropped dropped ->
          ModelWriter.ids(out.name("task_ids"), dropped.taskIds());
      case ExtensionEvent.ScopePaused paused -> scope(out, paused.scope());
      case ExtensionEvent.ScopeResumed resumed -> scope(out, resumed.scope());
      case ExtensionEvent.LimitSet set -> {
        scope(out, set.scope());
        limit(out, set.limit());
      }
      case ExtensionEvent.LimitCleared cleared -> scope(out, cleared.scope());
      case ExtensionEvent.SubscriptionPolicySet set -> terms(out, set);
      case ExtensionEvent.SubscriptionConsumed consumed ->
          id(out, "subscription_id", consumed.subscriptionId());
      case ExtensionEvent.GateOpened opened ->
          id(out, "run_id", opened.runId()).name("gate").text(opened.gate());
      case ExtensionEvent.GateDecided decided -> decided(out, decided);
      case ExtensionEvent.TaskRedriven redriven ->
          id(out, "task_id", redriven.taskId()).name("original_run_id").id(redriven.original());
      case ExtensionEvent.LedgerOccurred told ->
          id(out, "entry_id", told.entryId())
              .name("occurred_at_millis")
              .unsigned(told.occurredAtMillis());
      case ExtensionEvent.SlotsPassedOver passed -> passedOver(out, passed);
      case ExtensionEvent.TenantWeightSet set ->
          id(out, "tenant_id", set.tenantId()).name("weight").signed(set.weight());
      case ExtensionEvent.TokensTaken taken -> {
        scope(out, taken.scope());
        out.name("full_at_nanos").unsigned(taken.fullAtNanos());
      }
      case ExtensionEvent.AttemptNoted noted -> {
        id(out, "run_id", noted.runId()).name("attempt_id").id(noted.attemptId());
        out.name("number").signed(noted.number()).name("note").text(noted.note());
      }
      case ExtensionEvent.DependenciesAdded added ->
          ModelWriter.ids(id(out, "task_id", added.taskId()).name("added_task_ids"), added.added());
    }
    out.name("timestamp_millis").unsigned(event.timestampMillis()).endObject();
  }

  private static void terms(JsonWriter out, ExtensionEvent.SubscriptionPolicySet set)
      throws IOException {
    id(out, "subscription_id", set.subscriptionId()).name("mode").text(set.mode().name());
    out.name("scope").text(set.scope().name()).name("credits").unsigned(set.credits());
  }

  private static void decided(JsonWriter out, ExtensionEvent.GateDecided decided)
      throws IOException {
    id(out, "run_id", decided.runId()).name("gate").text(decided.gate());
    out.name("verdict").text(decided.verdict().name()).name("by").id(decided.by());
    out.name("comment").text(decided.comment());
  }

  private static void passedOver(JsonWriter out, ExtensionEvent.SlotsPassedOver passed)
      throws IOException {
    id(out, "task_id", passed.taskId()).name("count").unsigned(passed.count());
    out.name("first_slot").unsigned(passed.firstSlot());
    out.name("last_slot").unsigned(passed.lastSlot());
  }

  private static void policy(JsonWriter out, TaskPolicy policy) throws IOException {
    out.beginObject().name("retry");
    retry(out, policy.retry());
    out.name("misfire");
    misfire(out, policy.misfire());
    out.name("await_children").text(policy.awaitChildren().name());
    out.name("on_replenish").text(policy.onReplenish().name());
    out.name("start_within_millis").unsigned(policy.startWithinMillis());
    out.name("deadline_millis").unsigned(policy.deadlineMillis());
    out.name("key_permits").signed(policy.keyPermits());
    optional(out.name("max_interruptions"), policy.maxInterruptions());
    out.name("on_uncertain")
        .text(policy.onUncertain() == null ? null : policy.onUncertain().name());
    out.name("progress_within_millis").unsigned(policy.progressWithinMillis());
    if (!policy.furtherKeys().isEmpty()) {
      ModelWriter.texts(out.name("further_keys"), policy.furtherKeys());
    }
    out.endObject();
  }

  private static void retry(JsonWriter out, @Nullable RetryPolicy retry) throws IOException {
    if (retry == null) {
      out.nullValue();
      return;
    }
    out.beginObject().name("strategy").text(retry.strategy().name());
    out.name("base_millis").unsigned(retry.baseMillis());
    out.name("max_millis").unsigned(retry.maxMillis());
    out.name("jitter").text(retry.jitter().name());
    out.name("max_elapsed_millis").unsigned(retry.maxElapsedMillis()).endObject();
  }

  private static void misfire(JsonWriter out, @Nullable MisfirePolicy misfire) throws IOException {
    if (misfire == null) {
      out.nullValue();
      return;
    }
    out.beginObject().name("kind");
    switch (misfire) {
      case MisfirePolicy.CatchUpAll() -> out.text("catch_up_all");
      case MisfirePolicy.CatchUpLast(long count, _) ->
          out.text("catch_up_last").name("count").unsigned(count);
      case MisfirePolicy.Skip _ -> out.text("skip");
      case MisfirePolicy.Coalesce _ -> out.text("coalesce");
    }
    out.name("grace_secs").unsigned(misfire.graceSecs()).endObject();
  }

  private static void scope(JsonWriter out, Scope scope) throws IOException {
    out.name("scope").beginObject();
    switch (scope) {
      case Scope.Action(var name) -> out.name("action").text(name);
      case Scope.Key(var tenant, var key) -> out.name("key").text(key).name("tenant_id").id(tenant);
      case Scope.Tenant(var tenant) -> out.name("tenant_id").id(tenant);
    }
    out.endObject();
  }

  private static void limit(JsonWriter out, Limit limit) throws IOException {
    optional(out.name("limit").beginObject().name("permits"), limit.permits());
    out.name("rate");
    Limit.Rate rate = limit.rate();
    if (rate == null) {
      out.nullValue();
    } else {
      out.beginObject().name("tokens").signed(rate.tokens());
      out.name("per_millis").unsigned(rate.perMillis());
      out.name("burst").signed(rate.burst()).endObject();
    }
    out.endObject();
  }

  private static void optional(JsonWriter out, @Nullable Integer value) throws IOException {
    if (value == null) {
      out.nullValue();
    } else {
      out.signed(value);
    }
  }

  private static JsonWriter id(JsonWriter out, String key, Identifier id) throws IOException {
    return out.name(key).id(id);
  }
}
