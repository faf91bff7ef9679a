package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/// One row of `GET /api/v1/tasks`.
///
/// @param id the task
/// @param runPolicy how many runs, and when
/// @param constraints rules for executing them
/// @param metadata tags, priority, description
/// @param createdAt epoch seconds
/// @param updatedAt always null: no event updates a task
/// @param parentTaskId the task above this one; absent for a root
/// @param tenantId the tenant that owns it; absent without one
/// @param canceledAt epoch seconds; absent if it was not canceled
/// @param status where it stands
/// @param runsByState its runs
public record TaskSummary(
    TaskId id,
    RunPolicy runPolicy,
    TaskConstraints constraints,
    TaskMetadata metadata,
    long createdAt,
    @Nullable Long updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TaskId parentTaskId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TenantId tenantId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long canceledAt,
    TaskStatus status,
    RunsByState runsByState) {

  /// The row of a task.
  public static TaskSummary of(
      TaskSpec spec, long createdAt, @Nullable Long canceledAt, RunsByState runs) {
    return new TaskSummary(
        spec.id(),
        spec.runPolicy(),
        spec.constraints(),
        spec.metadata(),
        createdAt,
        null,
        spec.parentTaskId(),
        spec.tenantId(),
        canceledAt,
        TaskStatus.of(canceledAt != null, runs),
        runs);
  }
}
