package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/tasks`: mutable while it is put together, confined to one thread.
///
/// What is not set is not sent: the daemon then makes the id and takes its defaults (once, at once,
/// one attempt, priority 0).
public final class Submission {
  private @Nullable TaskId id;
  private @Nullable String idempotencyKey;
  private @Nullable String action;
  private @Nullable Bytes payload;
  private @Nullable String contentType;
  private @Nullable RunPolicy runPolicy;
  private @Nullable TaskConstraints constraints;
  private @Nullable TaskMetadata metadata;
  private @Nullable TaskId parent;
  private @Nullable TenantId tenant;
  private final List<TaskId> dependencies = new ArrayList<>();
  private @Nullable TaskOptions options;

  private Submission() {}

  /// Work for the handler of an action.
  public static Submission of(String action) {
    var submission = new Submission();
    submission.action = action;
    return submission;
  }

  /// Work that names no action.
  public static Submission withoutAction() {
    return new Submission();
  }

  /// Names the task; the same id twice is refused.
  public Submission id(TaskId value) {
    id = value;
    return this;
  }

  /// Makes repeated submissions one; 1 to 255 bytes of UTF-8 (S-46).
  public Submission idempotencyKey(String value) {
    idempotencyKey = value;
    return this;
  }

  /// The bytes that the handler gets.
  public Submission payload(Bytes value) {
    payload = value;
    return this;
  }

  /// The payload's media type.
  public Submission contentType(@Nullable String value) {
    contentType = value;
    return this;
  }

  /// How many runs, and when.
  public Submission runPolicy(RunPolicy value) {
    runPolicy = value;
    return this;
  }

  /// Rules for executing the runs; with an action, their required capabilities must begin with it
  /// or be unset.
  public Submission constraints(TaskConstraints value) {
    constraints = value;
    return this;
  }

  /// Tags, priority, description.
  public Submission metadata(TaskMetadata value) {
    metadata = value;
    return this;
  }

  /// The task above this one.
  public Submission parent(TaskId value) {
    parent = value;
    return this;
  }

  /// The tenant that owns the task.
  public Submission tenant(TenantId value) {
    tenant = value;
    return this;
  }

  /// Tasks that must succeed first.
  public Submission after(List<TaskId> prerequisites) {
    dependencies.addAll(prerequisites);
    return this;
  }

  /// Options beside the constraints: retries, deadlines, missed slots and others.
  public Submission options(TaskPolicy value) {
    options = TaskOptions.of(value);
    return this;
  }

  /// The body as UTF-8 JSON.
  public byte[] toJson() {
    return WireJson.write(
        new Body(
            id,
            idempotencyKey,
            action,
            payload == null ? null : Base64.getEncoder().encodeToString(payload.toArray()),
            contentType,
            runPolicy,
            constraints,
            metadata,
            parent,
            tenant,
            dependencies.isEmpty() ? null : List.copyOf(dependencies),
            options));
  }

  /// The fields in wire order.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Body(
      @Nullable TaskId id,
      @Nullable String idempotencyKey,
      @Nullable String action,
      @Nullable String payloadBase64,
      @Nullable String contentType,
      @Nullable RunPolicy runPolicy,
      @Nullable TaskConstraints constraints,
      @Nullable TaskMetadata metadata,
      @Nullable TaskId parentTaskId,
      @Nullable TenantId tenantId,
      @Nullable List<TaskId> dependencies,
      @Nullable TaskOptions options) {}
}
