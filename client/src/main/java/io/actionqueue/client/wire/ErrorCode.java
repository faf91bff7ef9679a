package io.actionqueue.client.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every code that an answer above 399 may carry. The text is the name in lower case.
///
/// Which status goes with which code is said in docs/http-api.md, by the one switch that the daemon
/// itself uses.
public enum ErrorCode {
  /// A path or body id is not a UUID, or is nil, where a task id belongs.
  INVALID_TASK_ID,
  /// A path or body id is not a UUID, or is nil, where a run id belongs.
  INVALID_RUN_ID,
  /// A body id is not a UUID where a tenant id belongs.
  INVALID_TENANT_ID,
  /// The body is not JSON.
  MALFORMED_JSON,
  /// A text is not standard base64.
  INVALID_BASE64,
  /// The request as such cannot be understood.
  BAD_REQUEST,
  /// A declared capability list is empty or has an empty entry.
  INVALID_CAPABILITIES,

  /// The caller did not prove who it is.
  UNAUTHENTICATED,
  /// The caller may not do this.
  FORBIDDEN,
  /// The `Host` or `Origin` of the request is not one of this daemon's.
  FOREIGN_ORIGIN,

  /// No route has this path.
  NOT_FOUND,
  /// The daemon was started with `--read-only`.
  CONTROL_DISABLED,
  /// No task has this id.
  TASK_NOT_FOUND,
  /// No run has this id.
  RUN_NOT_FOUND,
  /// The path exists, the method does not.
  METHOD_NOT_ALLOWED,
  /// The body's content type is not `application/json`.
  UNSUPPORTED_MEDIA_TYPE,
  /// The body is longer than 2 MiB.
  PAYLOAD_TOO_LARGE,

  /// A task has this id already.
  TASK_ALREADY_EXISTS,
  /// The idempotency key was used for a different submission.
  IDEMPOTENCY_KEY_REUSED,
  /// Depending on itself, directly or through others.
  DEPENDENCY_CYCLE,
  /// The run's state does not allow the change.
  INVALID_TRANSITION,
  /// The run is not running, so that it cannot be suspended.
  RUN_SUSPEND_REQUIRES_RUNNING,
  /// The run is not suspended, so that it cannot be resumed.
  RUN_RESUME_REQUIRES_SUSPENDED,
  /// The task was canceled.
  TASK_CANCELED,
  /// The task above has ended or was canceled.
  PARENT_TERMINAL,
  /// The task waits for one that can no longer succeed.
  DEPENDENCY_FAILED,

  /// `limit` or `offset` is not a number in range.
  INVALID_PAGINATION,
  /// A filter of a list has no such value.
  INVALID_FILTER,
  /// A field of the body is missing or has the wrong type.
  INVALID_BODY,
  /// More than one payload field, or an entry that is not a byte.
  INVALID_PAYLOAD,
  /// The run policy has none of the known forms.
  INVALID_RUN_POLICY,
  /// The count of a repeat policy is out of range.
  INVALID_REPEAT_COUNT,
  /// The interval of a repeat policy is zero.
  INVALID_REPEAT_INTERVAL_SECS,
  /// The cron expression or its limit is not valid, or it never fires.
  CRON_POLICY_ERROR,
  /// `max_attempts` is out of range.
  INVALID_MAX_ATTEMPTS,
  /// `timeout_secs` is zero.
  ZERO_TIMEOUT,
  /// `concurrency_key` is empty.
  EMPTY_CONCURRENCY_KEY,
  /// `required_capabilities` has no entry.
  EMPTY_CAPABILITIES,
  /// `required_capabilities` has an empty entry.
  EMPTY_CAPABILITY_ENTRY,
  /// The idempotency key is empty or longer than 255 bytes, or header and body differ.
  INVALID_IDEMPOTENCY_KEY,
  /// The policy would create more runs at once than allowed.
  TOO_MANY_RUNS,
  /// A due time would lie beyond the range of instants.
  RUN_DERIVATION_FAILED,
  /// A task named in the submission does not exist.
  UNKNOWN_TASK,
  /// A prerequisite does not exist.
  UNKNOWN_DEPENDENCY,
  /// The task above does not exist.
  UNKNOWN_PARENT,
  /// The task would be too deep below its root.
  DEPTH_LIMIT_EXCEEDED,
  /// A list of prerequisites is empty.
  EMPTY_DEPENDENCY_LIST,
  /// The payload or the whole batch is larger than a record of the log may be.
  RECORD_TOO_LARGE,
  /// The request was understood and is against another rule.
  UNPROCESSABLE,

  /// Too many submissions wait for the engine: try again later.
  BACKPRESSURE,
  /// Broken invariants and other surprises.
  INTERNAL_ERROR,
  /// The log failed while the request was under way: whether it took effect is known after a
  /// restart.
  OUTCOME_UNKNOWN,
  /// The engine has stopped because of an earlier failure.
  ENGINE_FAILED,
  /// The daemon is stopping.
  ENGINE_CLOSED,
  /// The answer did not come in time.
  TIMEOUT;

  private static final Map<String, ErrorCode> BY_CODE = byCode();

  private final String code = name().toLowerCase(Locale.ROOT);

  /// The text on the wire, such as `task_not_found`.
  public String code() {
    return code;
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
