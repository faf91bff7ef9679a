package io.actionqueue.server.http;

/// What a route asks of its caller.
public enum Access {
  /// Nothing: health and readiness.
  OPEN,
  /// To be authenticated.
  READ,
  /// To be authenticated, with a role that may change things, on a daemon that is not read-only.
  CONTROL
}
