package io.actionqueue.engine.dispatch;

/// Between whom starts are shared out.
public enum Sharing {
  /// Nobody: priority and order decide alone.
  NOBODY,
  /// Tenants, by their weights.
  TENANTS
}
