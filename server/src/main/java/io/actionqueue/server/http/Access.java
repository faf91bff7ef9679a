package io.actionqueue.server.http;

/// What a route asks of its caller.
public enum Access {
  /// Nothing: health and readiness.
  OPEN,
  /// To be authenticated, with a role that may look around.
  READ,
  /// To be authenticated, with a role that may work as an actor, on a daemon that is not read-only.
  WORK,
  /// To be authenticated, with a role that may change things, on a daemon that is not read-only.
  CONTROL
}
