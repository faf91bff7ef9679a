package io.actionqueue;

/// What canceling a run did.
public enum CancelRunResult {
  /// It was canceled now.
  CANCELED,
  /// It had been canceled before.
  ALREADY_CANCELED,
  /// It had ended before.
  ALREADY_TERMINAL
}
