package io.actionqueue.server.http;

/// Hears of every answered request. Thread-safe.
@FunctionalInterface
public interface RequestLog {
  /// A request was answered.
  ///
  /// @param request what was asked
  /// @param status what was answered
  /// @param nanos how long it took
  void answered(ApiRequest request, int status, long nanos);
}
