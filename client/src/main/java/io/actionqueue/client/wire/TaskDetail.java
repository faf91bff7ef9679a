package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/tasks/{task_id}`.
///
/// @param id the task
/// @param payload what handlers get
/// @param contentType the payload's media type as the submitter said it, null if none was said
/// @param runPolicy how many runs, and when
/// @param constraints rules for executing them
/// @param metadata tags, priority, description
/// @param parentTaskId the task above this one; absent for a root
/// @param createdAt epoch seconds
/// @param updatedAt always null: no event updates a task
/// @param tenantId the tenant that owns it; absent without one
/// @param canceledAt epoch seconds; absent if it was not canceled
/// @param status where it stands
/// @param runsByState its runs
/// @param options what was said beside the constraints; absent if nothing was
public record TaskDetail(
    TaskId id,
    Bytes payload,
    @Nullable String contentType,
    RunPolicy runPolicy,
    TaskConstraints constraints,
    TaskMetadata metadata,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TaskId parentTaskId,
    long createdAt,
    @Nullable Long updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TenantId tenantId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long canceledAt,
    TaskStatus status,
    RunsByState runsByState,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TaskOptions options) {

  /// The view of a task of which nothing was said beside its spec.
  public static TaskDetail of(
      TaskSpec spec, long createdAt, @Nullable Long canceledAt, RunsByState runs) {
    return of(spec, createdAt, canceledAt, runs, TaskPolicy.NONE);
  }

  /// The view of a task.
  public static TaskDetail of(
      TaskSpec spec,
      long createdAt,
      @Nullable Long canceledAt,
      RunsByState runs,
      TaskPolicy policy) {
    return new TaskDetail(
        spec.id(),
        spec.payload().bytes(),
        spec.payload().contentType(),
        spec.runPolicy(),
        spec.constraints(),
        spec.metadata(),
        spec.parentTaskId(),
        createdAt,
        null,
        spec.tenantId(),
        canceledAt,
        TaskStatus.of(canceledAt != null, runs),
        runs,
        TaskOptions.of(policy));
  }
}
