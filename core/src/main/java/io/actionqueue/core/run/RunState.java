package io.actionqueue.core.run;

import java.util.ArrayList;
import java.util.List;

/// The state of a run. Ordinals are wire numbers; the 17 legal moves (spec 02 §3.1) are:
///
/// | from | to |
/// |---|---|
/// | Scheduled | Ready, Canceled |
/// | Ready | Leased, Canceled |
/// | Leased | Ready, Running, Canceled |
/// | Running | RetryWait, Suspended, Completed, Failed, Canceled |
/// | RetryWait | Ready, Failed, Canceled |
/// | Suspended | Ready, Canceled |
/// | Completed, Failed, Canceled | none: terminal |
///
/// A run is born Scheduled; nothing leads back there, and no state leads to itself.
public enum RunState {
  /// Waits for its time and for its prerequisites.
  SCHEDULED("Scheduled", "scheduled"),
  /// Eligible: waits for a slot, a key, a budget or a worker.
  READY("Ready", "ready"),
  /// Chosen for execution by the owner of its lease.
  LEASED("Leased", "leased"),
  /// Executing, or between two attempts of one running period.
  RUNNING("Running", "running"),
  /// Failed or timed out with attempts left: waits for its back-off.
  RETRY_WAIT("RetryWait", "retry_wait"),
  /// Set aside until it is resumed.
  SUSPENDED("Suspended", "suspended"),
  /// Ended with success.
  COMPLETED("Completed", "completed"),
  /// Ended without success.
  FAILED("Failed", "failed"),
  /// Ended by cancellation.
  CANCELED("Canceled", "canceled");

  private static final int[] TARGETS = {
    bits(READY, CANCELED),
    bits(LEASED, CANCELED),
    bits(READY, RUNNING, CANCELED),
    bits(RETRY_WAIT, SUSPENDED, COMPLETED, FAILED, CANCELED),
    bits(READY, FAILED, CANCELED),
    bits(READY, CANCELED),
    0,
    0,
    0
  };

  private static final List<RunState> ALL = List.of(values());

  private final String wireName;
  private final String label;

  RunState(String wireName, String label) {
    this.wireName = wireName;
    this.label = label;
  }

  /// The name in JSON, such as `RetryWait`.
  public String wireName() {
    return wireName;
  }

  /// The name in text output and metrics, such as `retry_wait`.
  public String label() {
    return label;
  }

  /// Whether a run may move from this state to `target` in one step.
  public boolean canMoveTo(RunState target) {
    return (TARGETS[ordinal()] >>> target.ordinal() & 1) != 0;
  }

  /// The legal targets in ordinal order.
  public List<RunState> targets() {
    var targets = new ArrayList<RunState>(5);
    for (RunState state : ALL) {
      if (canMoveTo(state)) {
        targets.add(state);
      }
    }
    return List.copyOf(targets);
  }

  /// Whether the state has no way out.
  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED || this == CANCELED;
  }

  private static int bits(RunState... states) {
    int bits = 0;
    for (RunState state : states) {
      bits |= 1 << state.ordinal();
    }
    return bits;
  }
}
