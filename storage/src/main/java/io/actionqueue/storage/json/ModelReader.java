package io.actionqueue.storage.json;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import java.io.IOException;
import java.util.List;

/// Reads the smaller values that [ModelWriter] writes, under the rules of spec 01 §8.2.
///
/// Besides [JsonException] the methods may raise [io.actionqueue.core.InvalidValue], from the
/// values themselves.
public final class ModelReader {
  private static final List<BudgetDimension> DIMENSIONS = List.of(BudgetDimension.values());
  private static final List<RunState> RUN_STATES = List.of(RunState.values());

  private ModelReader() {}

  /// Reads a task's identifier.
  public static TaskId taskId(JsonReader in) throws IOException {
    return TaskId.parse(in.text());
  }

  /// Reads a tenant's identifier.
  public static TenantId tenantId(JsonReader in) throws IOException {
    return TenantId.parse(in.text());
  }

  /// Reads an actor's identifier.
  public static ActorId actorId(JsonReader in) throws IOException {
    return ActorId.parse(in.text());
  }

  /// Reads what a subscription waits for.
  public static EventFilter eventFilter(JsonReader in) throws IOException {
    return Variants.read(
        in,
        "filter",
        name ->
            switch (name) {
              case "TaskCompleted" -> ModelReader::taskCompleted;
              case "RunStateChanged" -> ModelReader::runStateChanged;
              case "BudgetThreshold" -> ModelReader::budgetThreshold;
              case "Custom" -> ModelReader::customEvent;
              default -> null;
            });
  }

  private static EventFilter taskCompleted(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "TaskCompleted");
    var task = object.required("task_id", ModelReader::taskId);
    object.read();
    return new EventFilter.TaskCompleted(task.get());
  }

  private static EventFilter runStateChanged(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "RunStateChanged");
    var task = object.required("task_id", ModelReader::taskId);
    var state = object.required("state", ModelReader::runState);
    object.read();
    return new EventFilter.RunStateChanged(task.get(), state.get());
  }

  private static EventFilter budgetThreshold(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "BudgetThreshold");
    var task = object.required("task_id", ModelReader::taskId);
    var dimension = object.required("dimension", ModelReader::dimension);
    var percent = object.required("threshold_pct", JsonReader::unsigned8);
    object.read();
    return new EventFilter.BudgetThreshold(task.get(), dimension.get(), percent.get());
  }

  private static EventFilter customEvent(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "Custom");
    var key = object.required("key", JsonReader::text);
    object.read();
    return new EventFilter.Custom(key.get());
  }

  /// Reads a role.
  public static Role role(JsonReader in) throws IOException {
    if (!in.isText()) {
      return new Role.Custom(customName(in, "role"));
    }
    String name = in.text();
    return switch (name) {
      case "Operator" -> Role.OPERATOR;
      case "Auditor" -> Role.AUDITOR;
      case "Gatekeeper" -> Role.GATEKEEPER;
      default -> throw in.fault("role is unknown: '" + name + "'");
    };
  }

  /// Reads a capability.
  public static Capability capability(JsonReader in) throws IOException {
    if (!in.isText()) {
      return new Capability.Custom(customName(in, "capability"));
    }
    return Variants.byName(in, Capability.BUILT_IN, Capability::name);
  }

  private static String customName(JsonReader in, String type) throws IOException {
    return Variants.read(in, type, name -> name.equals("Custom") ? JsonReader::text : null);
  }

  /// Reads what a budget counts.
  public static BudgetDimension dimension(JsonReader in) throws IOException {
    return Variants.byName(in, DIMENSIONS, BudgetDimension::wireName);
  }

  /// Reads the state of a run.
  public static RunState runState(JsonReader in) throws IOException {
    return Variants.byName(in, RUN_STATES, RunState::wireName);
  }
}
