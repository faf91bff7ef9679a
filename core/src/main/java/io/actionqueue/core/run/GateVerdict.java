package io.actionqueue.core.run;

/// How somebody decided over a gate that a run waits at (spec 03 §10.7). Ordinals are wire numbers.
public enum GateVerdict {
  /// The run goes on.
  APPROVED,
  /// The run fails.
  REJECTED
}
