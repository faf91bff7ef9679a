package io.actionqueue;

/// Whether an actor may do something in a tenant (spec 03 §10.5). A role by itself grants nothing.
public enum Permission {
  /// It has a role, and the capability is granted.
  ALLOWED,
  /// It has no role in the tenant, whatever is granted.
  NO_ROLE_ASSIGNED,
  /// It has a role, but the capability is not granted, or was revoked.
  MISSING_CAPABILITY
}
