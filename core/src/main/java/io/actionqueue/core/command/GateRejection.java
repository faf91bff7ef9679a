package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.GateVerdict;

/// Refusals about gates that runs wait at.
public sealed interface GateRejection extends Rejection {
  /// The run never came to such a gate.
  ///
  /// @param runId the run
  /// @param gate the name that was given
  record UnknownGate(RunId runId, String gate) implements GateRejection {
    @Override
    public String message() {
      return "run " + runId + " did not come to a gate '" + gate + "'";
    }
  }

  /// Somebody decided before.
  ///
  /// @param runId the run
  /// @param gate the name of what it waited for
  /// @param verdict how
  record GateAlreadyDecided(RunId runId, String gate, GateVerdict verdict)
      implements GateRejection {
    @Override
    public String message() {
      return "gate '" + gate + "' of run " + runId + " is decided: " + verdict;
    }
  }

  /// Only a decision lets the run go on.
  ///
  /// @param runId the run
  /// @param gate the name of what it waits for
  record GateUndecided(RunId runId, String gate) implements GateRejection {
    @Override
    public String message() {
      return "run " + runId + " waits at gate '" + gate + "' until somebody decides";
    }
  }
}
