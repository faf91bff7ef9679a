package io.actionqueue.server.http;

/// What answers the requests of a socket. Thread-safe.
@FunctionalInterface
public interface Exchange {
  /// Answers a request; never throws.
  ApiResponse handle(ApiRequest request);
}
