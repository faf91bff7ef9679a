package io.actionqueue.core.task;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// The value that describes a task; never edited after the task was created (spec 02 §2.5).
///
/// @param id not nil
/// @param payload what handlers get
/// @param runPolicy how many runs, and when
/// @param constraints rules for executing them
/// @param metadata tags, priority, description
/// @param parentTaskId the task above this one, null for a root
/// @param tenantId the tenant that owns the task, null for none
public record TaskSpec(
    TaskId id,
    TaskPayload payload,
    RunPolicy runPolicy,
    TaskConstraints constraints,
    TaskMetadata metadata,
    @Nullable TaskId parentTaskId,
    @Nullable TenantId tenantId) {
  /// Checks the id; the other values have checked themselves.
  ///
  /// @throws InvalidValue kind `InvalidTaskId`
  public TaskSpec {
    if (id.isNil()) {
      throw new InvalidValue("InvalidTaskId", "task id must not be nil: " + id);
    }
  }

  /// A Once task with default constraints and metadata, no parent and no tenant.
  public static TaskSpec of(TaskId id, TaskPayload payload) {
    return new TaskSpec(
        id, payload, RunPolicy.ONCE, TaskConstraints.DEFAULT, TaskMetadata.DEFAULT, null, null);
  }

  /// The same with another run policy.
  public TaskSpec withRunPolicy(RunPolicy policy) {
    return new TaskSpec(id, payload, policy, constraints, metadata, parentTaskId, tenantId);
  }

  /// The same with other constraints.
  public TaskSpec withConstraints(TaskConstraints rules) {
    return new TaskSpec(id, payload, runPolicy, rules, metadata, parentTaskId, tenantId);
  }

  /// The same with other metadata.
  public TaskSpec withMetadata(TaskMetadata data) {
    return new TaskSpec(id, payload, runPolicy, constraints, data, parentTaskId, tenantId);
  }

  /// The same under a parent, or as a root.
  public TaskSpec withParent(@Nullable TaskId parent) {
    return new TaskSpec(id, payload, runPolicy, constraints, metadata, parent, tenantId);
  }

  /// The same owned by a tenant, or by none.
  public TaskSpec withTenant(@Nullable TenantId tenant) {
    return new TaskSpec(id, payload, runPolicy, constraints, metadata, parentTaskId, tenant);
  }
}
