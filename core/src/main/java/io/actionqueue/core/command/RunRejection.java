package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;

/// Refusals about runs and their states.
public sealed interface RunRejection extends Rejection {
  /// No such run.
  ///
  /// @param runId the run
  record UnknownRun(RunId runId) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " is unknown";
    }
  }

  /// The id is taken.
  ///
  /// @param runId the run
  record RunAlreadyExists(RunId runId) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " already exists";
    }
  }

  /// A run begins in Scheduled.
  ///
  /// @param runId the run
  /// @param state the state given
  record RunCreateRequiresScheduled(RunId runId, RunState state) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " must be created in Scheduled, not in " + state.wireName();
    }
  }

  /// A new run must not bring a past (02-W-20).
  ///
  /// @param runId the run
  /// @param field the field that is not that of a new run
  record RunCreateRequiresFresh(RunId runId, String field) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " must be created fresh, but sets " + field;
    }
  }

  /// The task would have more runs than its policy implies (02-INV-55).
  ///
  /// @param taskId the task
  /// @param limit how many runs the policy implies
  /// @param total how many there would be
  record RunsExceedPolicy(TaskId taskId, long limit, long total) implements RunRejection {
    @Override
    public String message() {
      return "task " + taskId + " would have " + total + " runs, its policy implies " + limit;
    }
  }

  /// The run is not in the state that the caller believed.
  ///
  /// @param runId the run
  /// @param expected what the caller believed
  /// @param actual its state
  record PreviousStateMismatch(RunId runId, RunState expected, RunState actual)
      implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " is " + actual.wireName() + ", not " + expected.wireName();
    }
  }

  /// No such move (spec 02 §3.1).
  ///
  /// @param runId the run
  /// @param from its state
  /// @param to where it should go
  record InvalidTransition(RunId runId, RunState from, RunState to) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " cannot move from " + from.wireName() + " to " + to.wireName();
    }
  }

  /// The run would take its lease where it cannot be closed (02-W-8).
  ///
  /// @param runId the run
  /// @param from its state
  /// @param to where it should go
  record LeaseStillOpen(RunId runId, RunState from, RunState to) implements RunRejection {
    @Override
    public String message() {
      return "run "
          + runId
          + " cannot move from "
          + from.wireName()
          + " to "
          + to.wireName()
          + " while its lease is open";
    }
  }

  /// Only a Running run can be suspended.
  ///
  /// @param runId the run
  /// @param state its state
  record RunSuspendRequiresRunning(RunId runId, RunState state) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " must be Running to be suspended, is " + state.wireName();
    }
  }

  /// Only a Suspended run can be resumed.
  ///
  /// @param runId the run
  /// @param state its state
  record RunResumeRequiresSuspended(RunId runId, RunState state) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " must be Suspended to be resumed, is " + state.wireName();
    }
  }

  /// The run has ended.
  ///
  /// @param runId the run
  /// @param state its state
  record RunAlreadyTerminal(RunId runId, RunState state) implements RunRejection {
    @Override
    public String message() {
      return "run " + runId + " has ended: " + state.wireName();
    }
  }
}
