package io.actionqueue.server.http;

/// Answers the requests of one route. Thread-safe.
@FunctionalInterface
public interface ApiHandler {
  /// Answers a request; blocks until the answer is there.
  ///
  /// @throws ApiException if the answer is an error
  ApiResponse handle(ApiRequest request, Caller caller);
}
