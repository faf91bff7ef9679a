package io.actionqueue.storage.json;

import io.actionqueue.core.state.StateImage;
import java.io.IOException;

/// The JSON form of the recorded state's parts that snapshots and the state view share (spec 01
/// §8.4). Keys stand in the order of the format's tables and every key is present.
///
/// Format: docs/format/snapshot-v8.md.
public final class StateWriter {
  private StateWriter() {}

  /// Pause and resume.
  public static void engine(JsonWriter out, StateImage.Engine engine) throws IOException {
    out.beginObject().name("paused").bool(engine.paused());
    out.name("paused_at").unsigned(engine.pausedAt());
    out.name("resumed_at").unsigned(engine.resumedAt()).endObject();
  }

  /// A budget.
  public static void budget(JsonWriter out, StateImage.Budget budget) throws IOException {
    out.beginObject().name("task_id").id(budget.taskId());
    out.name("dimension").text(budget.dimension().wireName());
    out.name("limit").unsigned(budget.limit()).name("consumed").unsigned(budget.consumed());
    out.name("allocated_at").unsigned(budget.allocatedAt());
    out.name("exhausted").bool(budget.exhausted()).endObject();
  }

  /// A subscription.
  public static void subscription(JsonWriter out, StateImage.Subscription subscription)
      throws IOException {
    out.beginObject().name("subscription_id").id(subscription.subscriptionId());
    out.name("task_id").id(subscription.taskId()).name("filter");
    ModelWriter.eventFilter(out, subscription.filter());
    out.name("created_at").unsigned(subscription.createdAt());
    out.name("triggered_at").unsigned(subscription.triggeredAt());
    out.name("canceled_at").unsigned(subscription.canceledAt()).endObject();
  }

  /// An actor.
  public static void actor(JsonWriter out, StateImage.Actor actor) throws IOException {
    out.beginObject().name("actor_id").id(actor.actorId());
    out.name("identity").text(actor.identity()).name("capabilities");
    ModelWriter.texts(out, actor.capabilities());
    out.name("department").text(actor.department());
    out.name("heartbeat_interval_secs").unsigned(actor.heartbeatIntervalSecs());
    out.name("tenant_id").id(actor.tenantId());
    out.name("registered_at").unsigned(actor.registeredAt());
    out.name("last_heartbeat_at").unsigned(actor.lastHeartbeatAt());
    out.name("deregistered_at").unsigned(actor.deregisteredAt()).endObject();
  }

  /// A tenant.
  public static void tenant(JsonWriter out, StateImage.Tenant tenant) throws IOException {
    out.beginObject().name("tenant_id").id(tenant.tenantId()).name("name").text(tenant.name());
    out.name("created_at").unsigned(tenant.createdAt()).endObject();
  }

  /// A role of an actor.
  public static void roleAssignment(JsonWriter out, StateImage.RoleAssignment assignment)
      throws IOException {
    out.beginObject().name("actor_id").id(assignment.actorId()).name("role");
    ModelWriter.role(out, assignment.role());
    out.name("tenant_id").id(assignment.tenantId());
    out.name("assigned_at").unsigned(assignment.assignedAt()).endObject();
  }

  /// A grant.
  public static void capabilityGrant(JsonWriter out, StateImage.CapabilityGrant grant)
      throws IOException {
    out.beginObject().name("actor_id").id(grant.actorId()).name("capability");
    ModelWriter.capability(out, grant.capability());
    out.name("tenant_id").id(grant.tenantId());
    out.name("granted_at").unsigned(grant.grantedAt());
    out.name("revoked_at").unsigned(grant.revokedAt()).endObject();
  }

  /// A ledger entry.
  public static void ledgerEntry(JsonWriter out, StateImage.LedgerEntry entry) throws IOException {
    out.beginObject().name("entry_id").id(entry.entryId());
    out.name("tenant_id").id(entry.tenantId()).name("ledger_key").text(entry.ledgerKey());
    out.name("actor_id").id(entry.actorId()).name("payload").bytes(entry.payload());
    out.name("timestamp").unsigned(entry.timestamp()).endObject();
  }
}
