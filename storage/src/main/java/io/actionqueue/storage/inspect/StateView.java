package io.actionqueue.storage.inspect;

import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.json.ExtensionWriter;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.json.ModelWriter;
import io.actionqueue.storage.json.StateWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// The recorded state as JSON, every list in a fixed order, so that two equal states print the same
/// text (S-25).
///
/// Lists are ordered by identifier (the order of the 16 bytes), budgets by task and name of the
/// dimension, grants by actor, tenant and capability: the built-in ones by name, then custom ones
/// by name. History, attempts and ledger keep the order of time.
public final class StateView {
  private static final Comparator<Identifier> BY_ID =
      Comparator.comparingLong((Identifier id) -> id.high() + Long.MIN_VALUE)
          .thenComparingLong(id -> id.low() + Long.MIN_VALUE);

  private static final Comparator<StateImage.Budget> BUDGETS =
      Comparator.comparing(StateImage.Budget::taskId, BY_ID)
          .thenComparing(budget -> budget.dimension().wireName());

  private static final Comparator<StateImage.RoleAssignment> ROLES =
      Comparator.comparing(StateImage.RoleAssignment::actorId, BY_ID)
          .thenComparing(StateImage.RoleAssignment::tenantId, BY_ID);

  private static final Comparator<StateImage.CapabilityGrant> GRANTS =
      Comparator.comparing(StateImage.CapabilityGrant::actorId, BY_ID)
          .thenComparing(StateImage.CapabilityGrant::tenantId, BY_ID)
          .thenComparing(StateView::compareCapabilities);

  private StateView() {}

  /// Writes `{"ok":true,"projection":{…}}` and hands it to the writer's sink.
  public static void write(JsonWriter out, StateImage state) throws IOException {
    out.beginObject().name("ok").bool(true).name("projection");
    projection(out, state);
    out.endObject().flush();
  }

  /// Writes `{"ok":false,"error":{"kind":…,"message":…}}` for a directory that cannot be opened,
  /// and hands it to the writer's sink.
  public static void writeFailure(JsonWriter out, IOException failure) throws IOException {
    out.beginObject().name("ok").bool(false).name("error").beginObject();
    out.name("kind").text(OpenFailureKind.of(failure).wireName());
    out.name("message").text(String.valueOf(failure.getMessage())).endObject().endObject().flush();
  }

  /// Writes the state's object alone.
  public static void projection(JsonWriter out, StateImage state) throws IOException {
    out.beginObject().name("latest_sequence").unsigned(state.sequence()).name("engine");
    StateWriter.engine(out, state.engine());
    list(out, "tasks", sorted(state.tasks(), task -> task.spec().id()), StateView::task);
    list(out, "runs", sorted(state.runs(), run -> run.instance().id()), StateView::run);
    list(
        out,
        "dependencies",
        sorted(state.dependencies(), StateImage.Dependencies::taskId),
        StateView::dependencies);
    list(out, "budgets", sorted(state.budgets(), BUDGETS), StateWriter::budget);
    list(
        out,
        "subscriptions",
        sorted(state.subscriptions(), StateImage.Subscription::subscriptionId),
        StateWriter::subscription);
    list(out, "actors", sorted(state.actors(), StateImage.Actor::actorId), StateWriter::actor);
    list(out, "tenants", sorted(state.tenants(), StateImage.Tenant::tenantId), StateWriter::tenant);
    list(out, "role_assignments", sorted(state.roles(), ROLES), StateWriter::roleAssignment);
    list(out, "capability_grants", sorted(state.grants(), GRANTS), StateWriter::capabilityGrant);
    list(out, "ledger_entries", state.ledger(), StateWriter::ledgerEntry);
    if (!state.extensions().isEmpty()) {
      list(out, "extensions", state.extensions(), ExtensionWriter::event);
    }
    out.endObject();
  }

  private static void task(JsonWriter out, StateImage.Task task) throws IOException {
    out.beginObject().name("task_id").id(task.spec().id()).name("task_spec");
    ModelWriter.taskSpec(out, task.spec());
    out.name("created_at").unsigned(task.createdAt()).name("updated_at").nullValue();
    out.name("canceled_at").unsigned(task.canceledAt()).endObject();
  }

  private static void run(JsonWriter out, StateImage.Run run) throws IOException {
    out.beginObject().name("run_id").id(run.instance().id());
    out.name("state").text(run.instance().state().wireName()).name("run_instance");
    ModelWriter.runInstance(out, run.instance());
    out.name("state_history");
    ModelWriter.history(out, run.history());
    out.name("attempts");
    ModelWriter.attempts(out, run.attempts());
    out.name("lease");
    StateImage.Lease lease = run.lease();
    ModelWriter.lease(out, lease);
    out.name("active_lease");
    if (lease == null) {
      out.nullValue();
    } else {
      out.beginObject().name("owner").text(lease.owner());
      out.name("expiry").unsigned(lease.expiry()).endObject();
    }
    out.endObject();
  }

  private static void dependencies(JsonWriter out, StateImage.Dependencies declaration)
      throws IOException {
    out.beginObject().name("task_id").id(declaration.taskId()).name("depends_on");
    ModelWriter.ids(out, sorted(declaration.dependsOn(), BY_ID));
    out.endObject();
  }

  private interface ItemWriter<T> {
    void write(JsonWriter out, T item) throws IOException;
  }

  private static <T> void list(JsonWriter out, String name, List<T> items, ItemWriter<T> writer)
      throws IOException {
    out.name(name).beginArray();
    for (T item : items) {
      writer.write(out, item);
    }
    out.endArray();
  }

  private static <T> List<T> sorted(List<T> items, Function<T, Identifier> id) {
    return sorted(items, Comparator.comparing(id, BY_ID));
  }

  private static <T> List<T> sorted(List<T> items, Comparator<? super T> order) {
    var copy = new ArrayList<>(items);
    copy.sort(order);
    return copy;
  }

  private static int compareCapabilities(
      StateImage.CapabilityGrant first, StateImage.CapabilityGrant second) {
    boolean firstCustom = first.capability() instanceof Capability.Custom;
    boolean secondCustom = second.capability() instanceof Capability.Custom;
    return firstCustom == secondCustom
        ? Arrays.compareUnsigned(utf8(first.capability()), utf8(second.capability()))
        : Boolean.compare(firstCustom, secondCustom);
  }

  private static byte[] utf8(Capability capability) {
    return capability.name().getBytes(StandardCharsets.UTF_8);
  }
}
