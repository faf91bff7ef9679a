package io.actionqueue.client.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every code that an answer above 399 may carry, with its status: the one place that says which
/// status a refusal has (table: docs/http-api.md). The text is the name in lower case.
public enum ErrorCode {
  /// An id is not a UUID, or is nil, where a task id belongs.
  INVALID_TASK_ID(400),
  /// An id is not a UUID, or is nil, where a run id belongs.
  INVALID_RUN_ID(400),
  /// An id in a body is not a UUID.
  MALFORMED_ID(400),
  /// The body is not JSON.
  MALFORMED_JSON(400),
  /// A text is not standard base64.
  INVALID_BASE64(400),
  /// The request as such cannot be understood.
  BAD_REQUEST(400),
  /// A declared capability list is empty or has an empty entry.
  INVALID_CAPABILITIES(400),
  /// An id is not a UUID, or is nil, where an actor id belongs.
  INVALID_ACTOR_ID(400),
  /// An id is not a UUID, or is nil, where an attempt id belongs.
  INVALID_ATTEMPT_ID(400),
  /// An id is not a UUID, or is nil, where a tenant id belongs.
  INVALID_TENANT_ID(400),
  /// An id is not a UUID, or is nil, where a subscription id belongs.
  INVALID_SUBSCRIPTION_ID(400),
  /// An id is not a UUID, or is nil, where the id of a ledger entry belongs.
  INVALID_LEDGER_ENTRY_ID(400),
  /// A text is not a lease token.
  MALFORMED_LEASE_TOKEN(400),
  /// The caller did not prove who it is.
  UNAUTHENTICATED(401),
  /// The caller may not do this.
  FORBIDDEN(403),
  /// The `Host` or `Origin` of the request is not one of this daemon's.
  FOREIGN_ORIGIN(403),
  /// The lease belongs to somebody else.
  LEASE_OWNER_MISMATCH(403),
  /// The two belong to different tenants.
  TENANT_MISMATCH(403),
  /// The actor is nothing in this tenant.
  NO_ROLE_ASSIGNED(403),
  /// The actor lacks a capability in this tenant.
  MISSING_CAPABILITY(403),
  /// No route has this path.
  NOT_FOUND(404),
  /// The daemon was started with `--read-only`.
  CONTROL_DISABLED(404),
  /// No task has the id in the path.
  TASK_NOT_FOUND(404),
  /// No run has the id in the path.
  RUN_NOT_FOUND(404),
  /// A task that the request names does not exist.
  UNKNOWN_TASK(404),
  /// A run that the request names does not exist.
  UNKNOWN_RUN(404),
  /// The task above does not exist.
  UNKNOWN_PARENT(404),
  /// The subscription does not exist.
  UNKNOWN_SUBSCRIPTION(404),
  /// The actor does not exist.
  UNKNOWN_ACTOR(404),
  /// The tenant does not exist.
  UNKNOWN_TENANT(404),
  /// The task has no budget of this dimension.
  BUDGET_NOT_ALLOCATED(404),
  /// The run of the attempt does not exist.
  ATTEMPT_START_UNKNOWN_RUN(404),
  /// The run of the attempt does not exist.
  ATTEMPT_FINISH_UNKNOWN_RUN(404),
  /// The run of the lease does not exist.
  LEASE_UNKNOWN_RUN(404),
  /// The actor does not hold the capability.
  CAPABILITY_NOT_GRANTED(404),
  /// No actor has the id in the path.
  ACTOR_NOT_FOUND(404),
  /// No tenant has the id in the path or the body.
  TENANT_NOT_FOUND(404),
  /// No subscription has the id in the path.
  SUBSCRIPTION_NOT_FOUND(404),
  /// No entry of a ledger has the id in the path.
  LEDGER_ENTRY_NOT_FOUND(404),
  /// There is no such limit.
  NO_LIMIT(404),
  /// The run has come to no gate of this name.
  UNKNOWN_GATE(404),
  /// The path exists, the method does not.
  METHOD_NOT_ALLOWED(405),
  /// A task has this id already.
  TASK_ALREADY_EXISTS(409),
  /// The task was canceled before.
  TASK_ALREADY_CANCELED(409),
  /// The task was canceled.
  TASK_CANCELED(409),
  /// The idempotency key was used for a different submission.
  IDEMPOTENCY_KEY_REUSED(409),
  /// A task would depend on itself, directly or through others.
  DEPENDENCY_CYCLE(409),
  /// A task that has begun takes no more prerequisites.
  DEPENDENCY_TOO_LATE(409),
  /// A task would be above itself.
  PARENT_CYCLE(409),
  /// The task above has ended or was canceled.
  ORPHAN_PREVENTION(409),
  /// A run has this id already.
  RUN_ALREADY_EXISTS(409),
  /// The run has ended.
  RUN_ALREADY_TERMINAL(409),
  /// The run is not running, so that it cannot be suspended.
  RUN_SUSPEND_REQUIRES_RUNNING(409),
  /// The run is not suspended, so that it cannot be resumed.
  RUN_RESUME_REQUIRES_SUSPENDED(409),
  /// A new run must be Scheduled.
  RUN_CREATE_REQUIRES_SCHEDULED(409),
  /// A new run must have no past.
  RUN_CREATE_REQUIRES_FRESH(409),
  /// The task has all the runs that its policy implies.
  RUNS_EXCEED_POLICY(409),
  /// The task has ended: no run can be added.
  TASK_OVER(409),
  /// A further run of a cron task is due no later than the last one that its schedule has made.
  RUN_BEYOND_SCHEDULE(409),
  /// The run has moved on meanwhile.
  PREVIOUS_STATE_MISMATCH(409),
  /// The run's state does not allow the move.
  INVALID_TRANSITION(409),
  /// The log has moved on meanwhile.
  NON_MONOTONIC_SEQUENCE(409),
  /// The change would not be readable again.
  NOT_REPLAYABLE(409),
  /// The engine is paused.
  ENGINE_ALREADY_PAUSED(409),
  /// The engine is not paused.
  ENGINE_NOT_PAUSED(409),
  /// An attempt starts in a running run only.
  ATTEMPT_START_REQUIRES_RUNNING(409),
  /// The run has an open attempt.
  ATTEMPT_START_ALREADY_ACTIVE(409),
  /// The run has an open attempt.
  ATTEMPT_IN_PROGRESS(409),
  /// The attempt's id was used before.
  ATTEMPT_ID_REUSED(409),
  /// The run has had all its attempts.
  ATTEMPT_CAP_REACHED(409),
  /// The run has had as many attempts as can be counted.
  ATTEMPT_COUNT_OVERFLOW(409),
  /// An attempt ends in a running run only.
  ATTEMPT_FINISH_REQUIRES_RUNNING(409),
  /// The run has no open attempt.
  ATTEMPT_FINISH_MISSING_ACTIVE(409),
  /// Another attempt is open.
  ATTEMPT_FINISH_ATTEMPT_MISMATCH(409),
  /// The run's state does not allow the lease.
  LEASE_INVALID_RUN_STATE(409),
  /// The run is leased.
  LEASE_ALREADY_ACTIVE(409),
  /// The run is still leased.
  LEASE_STILL_OPEN(409),
  /// The run is not leased.
  LEASE_MISSING_ACTIVE(409),
  /// The lease was extended meanwhile.
  LEASE_EXPIRY_MISMATCH(409),
  /// A heartbeat never shortens a lease.
  LEASE_HEARTBEAT_EXPIRY_REGRESSION(409),
  /// The task has a budget of this dimension.
  BUDGET_ALREADY_ALLOCATED(409),
  /// A subscription has this id already.
  SUBSCRIPTION_ALREADY_EXISTS(409),
  /// The subscription was canceled before.
  SUBSCRIPTION_ALREADY_CANCELED(409),
  /// The actor has left.
  ACTOR_NOT_ACTIVE(409),
  /// A tenant has this id already.
  TENANT_ALREADY_EXISTS(409),
  /// A ledger entry has this id already.
  DUPLICATE_LEDGER_ENTRY(409),
  /// Another active actor has this identity.
  IDENTITY_TAKEN(409),
  /// The attempt is over, or the lease has run out: stop working on it.
  LEASE_LOST(409),
  /// The attempt is over, and what is reported is not what was reported before.
  ATTEMPT_NOT_ACTIVE(409),
  /// Another attempt of the run is open.
  ATTEMPT_MISMATCH(409),
  /// This is paused already.
  SCOPE_ALREADY_PAUSED(409),
  /// This is not paused.
  SCOPE_NOT_PAUSED(409),
  /// The task has not ended.
  TASK_NOT_OVER(409),
  /// Other tasks need the task.
  TASK_STILL_NEEDED(409),
  /// Somebody has decided about the gate.
  GATE_ALREADY_DECIDED(409),
  /// The run waits at a gate: only a decision lets it go on.
  GATE_UNDECIDED(409),
  /// The run has not failed.
  RUN_NOT_FAILED(409),
  /// An earlier repetition of the run has not ended.
  REDRIVE_IN_PROGRESS(409),
  /// The body is longer than `max_body_bytes`, 2 MiB by default.
  PAYLOAD_TOO_LARGE(413),
  /// What would be written is larger than a record of the log may be.
  RECORD_TOO_LARGE(413),
  /// What would be written together is larger than a record of the log may be.
  BATCH_TOO_LARGE(413),
  /// The body's content type is not `application/json`.
  UNSUPPORTED_MEDIA_TYPE(415),
  /// `limit` or `offset` is not a number in range.
  INVALID_PAGINATION(422),
  /// A filter of a list, or `wait`, has no such value.
  INVALID_FILTER(422),
  /// A field of the body is missing or has the wrong type.
  INVALID_BODY(422),
  /// There is more than one payload field, or an entry is not a byte.
  INVALID_PAYLOAD(422),
  /// The run policy has none of the known forms.
  INVALID_RUN_POLICY(422),
  /// The count of a repeat policy is out of range.
  INVALID_REPEAT_COUNT(422),
  /// The interval of a repeat policy is zero.
  INVALID_REPEAT_INTERVAL_SECS(422),
  /// The cron expression or its limit is not valid, or it never fires.
  CRON_POLICY_ERROR(422),
  /// `max_attempts` is out of range.
  INVALID_MAX_ATTEMPTS(422),
  /// `timeout_secs` is zero.
  ZERO_TIMEOUT(422),
  /// `concurrency_key` is empty.
  EMPTY_CONCURRENCY_KEY(422),
  /// `required_capabilities` has no entry.
  EMPTY_CAPABILITIES(422),
  /// `required_capabilities` or `action` has an empty entry.
  EMPTY_CAPABILITY_ENTRY(422),
  /// The key is empty or longer than 255 bytes, or header and body differ.
  INVALID_IDEMPOTENCY_KEY(422),
  /// The policy would create more runs at once than allowed.
  TOO_MANY_RUNS(422),
  /// A due time would lie beyond the range of instants.
  RUN_DERIVATION_FAILED(422),
  /// The runs are not those that the policy implies.
  RUNS_NOT_IMPLIED(422),
  /// The task would be too deep below its root.
  DEPTH_LIMIT_EXCEEDED(422),
  /// A list of prerequisites is empty.
  EMPTY_DEPENDENCY_LIST(422),
  /// An identity is empty.
  EMPTY_IDENTITY(422),
  /// The identity belongs to the engine itself.
  RESERVED_IDENTITY(422),
  /// A department is named by 1 to 128 bytes.
  INVALID_DEPARTMENT(422),
  /// A budget counts `Token`, `CostCents` or `TimeSecs`.
  INVALID_DIMENSION(422),
  /// The instants of the policy do not fit into 64 bits.
  ARITHMETIC_OVERFLOW(422),
  /// The task id is nil.
  INVALID_TASK_ID_FOR_RUN_CONSTRUCTION(422),
  /// A run could not be made for the reason that the message names.
  RUN_CONSTRUCTION_FAILED(422),
  /// The retry policy contradicts itself.
  INVALID_RETRY_POLICY(422),
  /// The start deadline is out of range.
  INVALID_START_DEADLINE(422),
  /// The deadline of the task is out of range.
  INVALID_TASK_DEADLINE(422),
  /// The permits of a key are out of range.
  INVALID_KEY_PERMITS(422),
  /// A task has too many concurrency keys, the same one twice, or further ones without a first.
  INVALID_CONCURRENCY_KEYS(422),
  /// The time without progress is out of range.
  INVALID_PROGRESS_LIMIT(422),
  /// A limit is out of range.
  INVALID_LIMIT(422),
  /// A rate is out of range.
  INVALID_RATE(422),
  /// A bounded catch-up takes at least one slot.
  INVALID_CATCH_UP_COUNT(422),
  /// A consumption is negative.
  NEGATIVE_AMOUNT(422),
  /// A progress is out of range.
  INVALID_PROGRESS(422),
  /// A budget is at least 1.
  ZERO_LIMIT(422),
  /// A consumption is at least 1.
  ZERO_AMOUNT(422),
  /// A threshold is 0 to 100 percent.
  INVALID_THRESHOLD(422),
  /// A custom event has a key.
  EMPTY_EVENT_KEY(422),
  /// A heartbeat interval is at least one second.
  ZERO_HEARTBEAT_INTERVAL(422),
  /// A timeout is at least one interval.
  INVALID_TIMEOUT_MULTIPLIER(422),
  /// A tenant has a name.
  EMPTY_TENANT_NAME(422),
  /// A ledger entry has a key.
  EMPTY_LEDGER_KEY(422),
  /// A role has a name.
  EMPTY_CUSTOM_ROLE(422),
  /// A capability has a name.
  EMPTY_CUSTOM_CAPABILITY(422),
  /// A claim is for 1 to 1000 runs.
  INVALID_CLAIM_SIZE(422),
  /// A claim waits for 60 seconds at most.
  INVALID_CLAIM_WAIT(422),
  /// The name of a gate has 1 to 255 bytes.
  INVALID_GATE(422),
  /// A lease lasts 3 to 86,400 seconds.
  INVALID_LEASE_SECS(422),
  /// A preview shows a number of firings out of range.
  INVALID_PREVIEW_COUNT(422),
  /// `after` is not what a page of this list said.
  INVALID_CURSOR(422),
  /// A retention is out of range.
  INVALID_RETENTION(422),
  /// The request was understood and is against another rule.
  UNPROCESSABLE(422),
  /// Too many submissions wait for the engine: try again later.
  BACKPRESSURE(429),
  /// A broken invariant or another surprise; the daemon's log says more.
  INTERNAL_ERROR(500),
  /// The log has no sequences left.
  SEQUENCE_OVERFLOW(500),
  /// A snapshot that was asked for could not be written; nothing else suffers.
  SNAPSHOT_FAILED(500),
  /// The log failed while the request was under way: a restart tells whether it took effect.
  OUTCOME_UNKNOWN(503),
  /// The engine has stopped because of an earlier failure.
  ENGINE_FAILED(503),
  /// The daemon is stopping.
  ENGINE_CLOSED(503),
  /// The daemon does not take requests now.
  UNAVAILABLE(503),
  /// The engine's answer did not come in time.
  TIMEOUT(504);

  private static final Map<String, ErrorCode> BY_CODE = byCode();

  private final int status;
  private final String code = name().toLowerCase(Locale.ROOT);

  ErrorCode(int status) {
    this.status = status;
  }

  /// The text on the wire, such as `task_not_found`.
  public String code() {
    return code;
  }

  /// The HTTP status that goes with it.
  public int status() {
    return status;
  }

  /// The code with this text, if this version knows it.
  public static Optional<ErrorCode> find(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  private static Map<String, ErrorCode> byCode() {
    var map = new HashMap<String, ErrorCode>();
    for (ErrorCode code : values()) {
      map.put(code.code, code);
    }
    return map;
  }
}
