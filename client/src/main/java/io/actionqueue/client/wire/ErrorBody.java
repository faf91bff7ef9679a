package io.actionqueue.client.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The body of every answer above 399.
///
/// @param error stable code in snake case, one of [ErrorCode] for a daemon of the same version
/// @param message a sentence for people
/// @param details what the error is about, such as `task_id`, `run_id` or `field`; empty if there
///   is nothing to add
public record ErrorBody(String error, String message, Map<String, String> details) {
  /// Copies the details, keeping their order; a body without any has none.
  public ErrorBody {
    details = details == null ? Map.of() : copyOf(details);
  }

  /// A body with a known code and no details.
  public static ErrorBody of(ErrorCode code, String message) {
    return new ErrorBody(code.code(), message, Map.of());
  }

  /// A body with a known code and one detail.
  public static ErrorBody of(ErrorCode code, String message, String key, String value) {
    return new ErrorBody(code.code(), message, Map.of(key, value));
  }

  /// The code, if this version knows it.
  public Optional<ErrorCode> code() {
    return ErrorCode.find(error);
  }

  private static Map<String, String> copyOf(Map<String, String> details) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
