package io.actionqueue.core.command;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;

/// Refusals about attempts.
public sealed interface AttemptRejection extends Rejection {
  /// No such run to start an attempt of.
  ///
  /// @param runId the run
  record AttemptStartUnknownRun(RunId runId) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " is unknown: no attempt can start";
    }
  }

  /// Only a Running run can start an attempt.
  ///
  /// @param runId the run
  /// @param state its state
  record AttemptStartRequiresRunning(RunId runId, RunState state) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " must be Running to start an attempt, is " + state.wireName();
    }
  }

  /// An attempt is open already.
  ///
  /// @param runId the run
  /// @param activeAttemptId the open attempt
  record AttemptStartAlreadyActive(RunId runId, AttemptId activeAttemptId)
      implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " already has the open attempt " + activeAttemptId;
    }
  }

  /// The run has used up its attempts (02-W-13).
  ///
  /// @param runId the run
  /// @param maxAttempts how many counted attempts it may have
  record AttemptCapReached(RunId runId, long maxAttempts) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " has used up its attempts: " + maxAttempts;
    }
  }

  /// The run has an attempt with this id already (02-INV-27).
  ///
  /// @param runId the run
  /// @param attemptId the attempt
  record AttemptIdReused(RunId runId, AttemptId attemptId) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " already has an attempt " + attemptId;
    }
  }

  /// The run has used up its attempt numbers.
  ///
  /// @param runId the run
  record AttemptCountOverflow(RunId runId) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " has used up its attempt numbers";
    }
  }

  /// The open attempt must be finished first.
  ///
  /// @param runId the run
  /// @param activeAttemptId the open attempt
  record AttemptInProgress(RunId runId, AttemptId activeAttemptId) implements AttemptRejection {
    @Override
    public String message() {
      return "run "
          + runId
          + " cannot leave Running while its attempt "
          + activeAttemptId
          + " is open";
    }
  }

  /// No such run to finish an attempt of.
  ///
  /// @param runId the run
  record AttemptFinishUnknownRun(RunId runId) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " is unknown: no attempt can finish";
    }
  }

  /// Only a Running run can finish an attempt.
  ///
  /// @param runId the run
  /// @param state its state
  record AttemptFinishRequiresRunning(RunId runId, RunState state) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " must be Running to finish an attempt, is " + state.wireName();
    }
  }

  /// No attempt is open.
  ///
  /// @param runId the run
  record AttemptFinishMissingActive(RunId runId) implements AttemptRejection {
    @Override
    public String message() {
      return "run " + runId + " has no open attempt";
    }
  }

  /// Another attempt is open.
  ///
  /// @param runId the run
  /// @param expectedAttemptId the open attempt
  /// @param providedAttemptId the attempt that was named
  record AttemptFinishAttemptMismatch(
      RunId runId, AttemptId expectedAttemptId, AttemptId providedAttemptId)
      implements AttemptRejection {
    @Override
    public String message() {
      return "run "
          + runId
          + " has the open attempt "
          + expectedAttemptId
          + ", not "
          + providedAttemptId;
    }
  }
}
