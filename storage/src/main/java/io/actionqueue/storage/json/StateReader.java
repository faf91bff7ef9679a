package io.actionqueue.storage.json;

import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.state.StateImage;
import java.io.IOException;

/// Reads what [StateWriter] writes, under the rules of spec 01 §8.2.
public final class StateReader {
  private StateReader() {}

  /// Reads pause and resume.
  public static StateImage.Engine engine(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "engine");
    var paused = object.required("paused", JsonReader::bool);
    var pausedAt = object.optional("paused_at", JsonReader::unsigned64);
    var resumedAt = object.optional("resumed_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.Engine(paused.get(), pausedAt.orNull(), resumedAt.orNull());
  }

  /// Reads a budget.
  public static StateImage.Budget budget(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "budget");
    var taskId = object.required("task_id", ModelReader::taskId);
    var dimension = object.required("dimension", ModelReader::dimension);
    var limit = object.required("limit", JsonReader::unsigned64);
    var consumed = object.required("consumed", JsonReader::unsigned64);
    var allocatedAt = object.required("allocated_at", JsonReader::unsigned64);
    var exhausted = object.required("exhausted", JsonReader::bool);
    object.read();
    return new StateImage.Budget(
        taskId.get(),
        dimension.get(),
        limit.get(),
        consumed.get(),
        allocatedAt.get(),
        exhausted.get());
  }

  /// Reads a subscription.
  public static StateImage.Subscription subscription(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "subscription");
    var id = object.required("subscription_id", StateReader::subscriptionId);
    var taskId = object.required("task_id", ModelReader::taskId);
    var filter = object.required("filter", ModelReader::eventFilter);
    var createdAt = object.required("created_at", JsonReader::unsigned64);
    var triggeredAt = object.optional("triggered_at", JsonReader::unsigned64);
    var canceledAt = object.optional("canceled_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.Subscription(
        id.get(),
        taskId.get(),
        filter.get(),
        createdAt.get(),
        triggeredAt.orNull(),
        canceledAt.orNull());
  }

  /// Reads an actor.
  public static StateImage.Actor actor(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "actor");
    var id = object.required("actor_id", ModelReader::actorId);
    var identity = object.required("identity", JsonReader::text);
    var capabilities = object.required("capabilities", Variants.listOf(JsonReader::text));
    var department = object.optional("department", JsonReader::text);
    var interval = object.required("heartbeat_interval_secs", JsonReader::unsigned64);
    var tenant = object.optional("tenant_id", ModelReader::tenantId);
    var registeredAt = object.required("registered_at", JsonReader::unsigned64);
    var heartbeatAt = object.optional("last_heartbeat_at", JsonReader::unsigned64);
    var deregisteredAt = object.optional("deregistered_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.Actor(
        id.get(),
        identity.get(),
        capabilities.get(),
        department.orNull(),
        interval.get(),
        tenant.orNull(),
        registeredAt.get(),
        heartbeatAt.orNull(),
        deregisteredAt.orNull());
  }

  /// Reads a tenant.
  public static StateImage.Tenant tenant(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "tenant");
    var id = object.required("tenant_id", ModelReader::tenantId);
    var name = object.required("name", JsonReader::text);
    var createdAt = object.required("created_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.Tenant(id.get(), name.get(), createdAt.get());
  }

  /// Reads a role of an actor.
  public static StateImage.RoleAssignment roleAssignment(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "role_assignment");
    var actor = object.required("actor_id", ModelReader::actorId);
    var role = object.required("role", ModelReader::role);
    var tenant = object.required("tenant_id", ModelReader::tenantId);
    var assignedAt = object.required("assigned_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.RoleAssignment(actor.get(), role.get(), tenant.get(), assignedAt.get());
  }

  /// Reads a grant.
  public static StateImage.CapabilityGrant capabilityGrant(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "capability_grant");
    var actor = object.required("actor_id", ModelReader::actorId);
    var capability = object.required("capability", ModelReader::capability);
    var tenant = object.required("tenant_id", ModelReader::tenantId);
    var grantedAt = object.required("granted_at", JsonReader::unsigned64);
    var revokedAt = object.optional("revoked_at", JsonReader::unsigned64);
    object.read();
    return new StateImage.CapabilityGrant(
        actor.get(), capability.get(), tenant.get(), grantedAt.get(), revokedAt.orNull());
  }

  /// Reads a ledger entry.
  public static StateImage.LedgerEntry ledgerEntry(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "ledger_entry");
    var id = object.required("entry_id", StateReader::ledgerEntryId);
    var tenant = object.required("tenant_id", ModelReader::tenantId);
    var key = object.required("ledger_key", JsonReader::text);
    var actor = object.optional("actor_id", ModelReader::actorId);
    var payload = object.required("payload", JsonReader::bytes);
    var timestamp = object.required("timestamp", JsonReader::unsigned64);
    object.read();
    return new StateImage.LedgerEntry(
        id.get(), tenant.get(), key.get(), actor.orNull(), payload.get(), timestamp.get());
  }

  private static SubscriptionId subscriptionId(JsonReader in) throws IOException {
    return SubscriptionId.parse(in.text());
  }

  private static LedgerEntryId ledgerEntryId(JsonReader in) throws IOException {
    return LedgerEntryId.parse(in.text());
  }
}
