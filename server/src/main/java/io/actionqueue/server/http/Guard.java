package io.actionqueue.server.http;

/// Decides who a caller is, before any route runs. Thread-safe.
@FunctionalInterface
public interface Guard {
  /// The caller of a request.
  ///
  /// @throws ApiException `unauthenticated` or `foreign_origin`
  Caller admit(ApiRequest request);
}
