package io.actionqueue.server.http;

/// What a route asks of its caller.
public enum Access {
  /// Nothing: health and readiness.
  OPEN,
  /// To be authenticated, with a role that may look around. What is seen is what the caller's
  /// principal sees.
  READ,
  /// To look around where all tenants are together: not for a principal of one of them.
  INSPECT,
  /// To be authenticated, with a role that may work as an actor, on a daemon that is not read-only.
  WORK,
  /// To be authenticated, with a role that may change things, on a daemon that is not read-only.
  /// What is changed is what the caller's principal may change.
  CONTROL,
  /// To change what all tenants share or what no principal may: for the operator, on a daemon that
  /// is not read-only.
  OPERATE;

  /// Whether a route with it exists only where the daemon is not read-only.
  public boolean isChange() {
    return switch (this) {
      case OPEN, READ, INSPECT -> false;
      case WORK, CONTROL, OPERATE -> true;
    };
  }
}
