package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work to submit: mutable while it is put together, confined to one thread, read once by `submit`.
///
/// Without anything else said: runs once, at once, one attempt, no timeout, no key, priority 0.
/// Values are checked as they are set.
public final class TaskRequest {
  private @Nullable TaskId id;
  private @Nullable String idempotencyKey;
  private TaskPayload payload = TaskPayload.EMPTY;
  private RunPolicy runPolicy = RunPolicy.ONCE;
  private TaskConstraints constraints = TaskConstraints.DEFAULT;
  private TaskMetadata metadata = TaskMetadata.DEFAULT;
  private @Nullable TaskId parent;
  private @Nullable TenantId tenant;
  private List<TaskId> dependencies = List.of();
  private Principal submitter = Principal.SYSTEM;
  private TaskPolicy policy = TaskPolicy.NONE;
  private @Nullable RunId original;
  private boolean hidesOthers;

  private TaskRequest() {}

  /// Work for the handler registered under `action`.
  ///
  /// @throws InvalidValue kind `EmptyCapabilityEntry` if the name is empty
  public static TaskRequest of(String action) {
    var request = new TaskRequest();
    request.constraints = TaskConstraints.DEFAULT.withRequiredCapabilities(List.of(action));
    return request;
  }

  /// Work for the default handler.
  public static TaskRequest forDefaultHandler() {
    return new TaskRequest();
  }

  /// Work described by a whole spec, whose id is the task's id.
  public static TaskRequest of(TaskSpec spec) {
    var request = new TaskRequest();
    request.id = spec.id();
    request.payload = spec.payload();
    request.runPolicy = spec.runPolicy();
    request.constraints = spec.constraints();
    request.metadata = spec.metadata();
    request.parent = spec.parentTaskId();
    request.tenant = spec.tenantId();
    return request;
  }

  /// Names the task; submitting the same id twice is refused. Default: a random id.
  ///
  /// @throws InvalidValue kind `InvalidTaskId` if it is nil; the request stays as it was
  public TaskRequest id(TaskId taskId) {
    if (taskId.isNil()) {
      throw new InvalidValue("InvalidTaskId", "task id must not be nil: " + taskId);
    }
    id = taskId;
    return this;
  }

  /// Makes repeated submissions one: the id is derived from tenant and key (S-46).
  ///
  /// @param key 1 to 255 bytes of UTF-8
  public TaskRequest idempotencyKey(String key) {
    IdempotencyKey.check(key);
    idempotencyKey = key;
    return this;
  }

  /// The bytes that the handler gets.
  public TaskRequest payload(byte[] bytes) {
    payload = new TaskPayload(Bytes.copyOf(bytes), payload.contentType());
    return this;
  }

  /// The text that the handler gets, as UTF-8.
  public TaskRequest payload(String text) {
    payload = new TaskPayload(Bytes.utf8(text), payload.contentType());
    return this;
  }

  /// Payload and content type as one value.
  public TaskRequest payload(TaskPayload value) {
    payload = value;
    return this;
  }

  /// The payload's media type.
  public TaskRequest contentType(String type) {
    payload = new TaskPayload(payload.bytes(), type);
    return this;
  }

  /// How many runs, and when. Default: once, at once.
  public TaskRequest runPolicy(RunPolicy policy) {
    runPolicy = policy;
    return this;
  }

  /// Several runs at a fixed distance, the first at once.
  public TaskRequest repeat(long count, long intervalSecs) {
    return runPolicy(new RunPolicy.Repeat(count, intervalSecs));
  }

  /// How many counted attempts each run may have. Default 1.
  public TaskRequest maxAttempts(long attempts) {
    constraints = constraints.withMaxAttempts(attempts);
    return this;
  }

  /// Limit of one attempt in seconds. Default: none.
  public TaskRequest timeoutSecs(long seconds) {
    constraints = constraints.withTimeoutSecs(seconds);
    return this;
  }

  /// Runs that share the key within a tenant do not execute at the same time.
  public TaskRequest concurrencyKey(String key, HoldPolicy policy) {
    constraints = constraints.withConcurrencyKey(key).withHoldPolicy(policy);
    return this;
  }

  /// Runs need a permit of each of these keys, all at once: none starts holding some and waiting
  /// for others. They wait for the first one that is taken, in this order. Takes the place of the
  /// keys that the request had.
  ///
  /// @param keys one to [TaskPolicy#MAX_KEYS], all different, none empty
  /// @param policy whether they stay taken between attempts
  /// @throws InvalidValue kind `EmptyConcurrencyKey` or `InvalidConcurrencyKeys`; the request stays
  ///   as it was
  public TaskRequest concurrencyKeys(List<String> keys, HoldPolicy policy) {
    if (keys.isEmpty()) {
      throw new InvalidValue("InvalidConcurrencyKeys", "there must be at least one key");
    }
    TaskPolicy options = this.policy.withFurtherKeys(keys.subList(1, keys.size()));
    options.checkKeys(keys.getFirst());
    concurrencyKey(keys.getFirst(), policy);
    return policy(options);
  }

  /// The declared class of side effects. Default: pure.
  public TaskRequest safetyLevel(SafetyLevel level) {
    constraints = constraints.withSafetyLevel(level);
    return this;
  }

  /// Requires one more capability of whoever executes the task, such as `gpu` (S-48). Where the
  /// request names no action, the first one takes its place.
  ///
  /// @throws InvalidValue kind `EmptyCapabilityEntry` if it is empty
  public TaskRequest requires(String capability) {
    var required = new ArrayList<String>();
    if (constraints.requiredCapabilities() != null) {
      required.addAll(constraints.requiredCapabilities());
    }
    required.add(capability);
    constraints = constraints.withRequiredCapabilities(required);
    return this;
  }

  /// Leaves the task to workers of a department: requires the capability `department:` and its
  /// name.
  public TaskRequest department(DepartmentId department) {
    return requires(Workers.capabilityOf(department));
  }

  /// All execution rules as one value; replaces the action's capability too.
  public TaskRequest constraints(TaskConstraints value) {
    constraints = value;
    return this;
  }

  /// Larger is more urgent. Default 0.
  public TaskRequest priority(int priority) {
    metadata = new TaskMetadata(metadata.tags(), priority, metadata.description());
    return this;
  }

  /// Labels for finding the task.
  public TaskRequest tags(List<String> tags) {
    metadata = new TaskMetadata(tags, metadata.priority(), metadata.description());
    return this;
  }

  /// All metadata as one value.
  public TaskRequest metadata(TaskMetadata value) {
    metadata = value;
    return this;
  }

  /// The task above this one.
  public TaskRequest parent(@Nullable TaskId taskId) {
    parent = taskId;
    return this;
  }

  /// The tenant that owns the task.
  public TaskRequest tenant(@Nullable TenantId tenantId) {
    tenant = tenantId;
    return this;
  }

  /// Tasks that must succeed first.
  public TaskRequest after(List<TaskId> prerequisites) {
    var all = new ArrayList<>(dependencies);
    all.addAll(prerequisites);
    dependencies = all;
    return this;
  }

  /// All options beside those of log version 5 as one value.
  public TaskRequest policy(TaskPolicy value) {
    policy = value;
    return this;
  }

  /// The options so far.
  public TaskPolicy policy() {
    return policy;
  }

  /// What becomes of slots that passed while nothing could run. Default: what the engine says.
  public TaskRequest misfire(MisfirePolicy value) {
    return policy(policy.withMisfire(value));
  }

  /// Whether the task counts as ended only when its children have. Default: it does not wait.
  public TaskRequest awaitChildren(AwaitChildren wait) {
    return policy(policy.withAwaitChildren(wait));
  }

  /// Resumes runs that were suspended while a budget was used up when it is replenished. Default:
  /// somebody resumes them.
  public TaskRequest autoResumeOnReplenish() {
    return policy(policy.withOnReplenish(TaskPolicy.OnReplenish.RESUME));
  }

  /// How failed runs are tried again. Default: the engine's back-off.
  public TaskRequest retry(RetryPolicy value) {
    return policy(policy.withRetry(value));
  }

  /// A run whose first attempt has not begun so long after its scheduled instant is canceled, noted
  /// as `expired`. Default: never.
  ///
  /// @param time at least a millisecond
  public TaskRequest startWithin(Duration time) {
    return policy(policy.withStartWithin(time.toMillis()));
  }

  /// What is not done then is canceled, noted as `deadline`. Default: never.
  public TaskRequest deadline(Instant instant) {
    return policy(policy.withDeadline(instant.toEpochMilli()));
  }

  /// An attempt whose handler has told nothing for so long, neither progress nor consumption, is
  /// asked to stop as one whose time is over, and with the same graces recorded as timed out. For a
  /// worker of another process its heartbeats count: its lease lasts no longer than this. Default:
  /// never.
  ///
  /// @param silence at least a millisecond
  /// @throws InvalidValue kind `InvalidProgressLimit`
  public TaskRequest progressWithin(Duration silence) {
    return policy(policy.withProgressWithin(silence.toMillis()));
  }

  /// How many runs may hold each of its concurrency keys together, as far as this task is
  /// concerned. Default: 1.
  public TaskRequest keyPermits(int permits) {
    return policy(policy.withKeyPermits(permits));
  }

  /// Says which failed run the task does again.
  TaskRequest repeating(RunId run) {
    original = run;
    return this;
  }

  /// What the request says now: later changes to it do nothing to the copy.
  TaskRequest copy() {
    var copy = new TaskRequest();
    copy.id = id;
    copy.idempotencyKey = idempotencyKey;
    copy.payload = payload;
    copy.runPolicy = runPolicy;
    copy.constraints = constraints;
    copy.metadata = metadata;
    copy.parent = parent;
    copy.tenant = tenant;
    copy.dependencies = List.copyOf(dependencies);
    copy.submitter = submitter;
    copy.policy = policy;
    copy.original = original;
    copy.hidesOthers = hidesOthers;
    return copy;
  }

  /// Lets it refer only to what belongs to its own tenant: everything else is unknown.
  TaskRequest hidingOthers() {
    hidesOthers = true;
    return this;
  }

  boolean hidesOthers() {
    return hidesOthers;
  }

  /// Notes on whose behalf it is submitted; one of a tenant leaves it to that tenant unless another
  /// is named.
  TaskRequest submittedBy(Principal principal) {
    submitter = principal;
    if (tenant == null && principal instanceof Principal.Member(_, var own)) {
      tenant = own;
    }
    return this;
  }

  Principal submitter() {
    return submitter;
  }

  @Nullable TaskId requestedParent() {
    return parent;
  }

  @Nullable TaskId requestedId() {
    return id;
  }

  @Nullable String requestedKey() {
    return idempotencyKey;
  }

  @Nullable TenantId requestedTenant() {
    return tenant;
  }

  @Nullable RunId requestedOriginal() {
    return original;
  }

  List<TaskId> requestedDependencies() {
    return dependencies;
  }

  RunPolicy requestedPolicy() {
    return runPolicy;
  }

  int payloadLength() {
    return payload.bytes().length();
  }

  TaskSpec toSpec(TaskId taskId) {
    return new TaskSpec(taskId, payload, runPolicy, constraints, metadata, parent, tenant);
  }
}
