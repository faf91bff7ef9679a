package io.actionqueue.core.state;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Why an event cannot follow what a state already holds (spec 02 §6.5): the answer of
/// [QueueState#check], and the reason why a log cannot be opened.
///
/// The three causality families carry a detail of their own; everywhere else the detail is the
/// kind.
public sealed interface ReplayRefusal {
  /// The stable name of the class of refusal, such as `InvalidTransition`.
  String kind();

  /// The stable name of the exact rule, such as `OwnerMismatch` in the kind `LeaseCausality`.
  default String detail() {
    return kind();
  }

  /// A sentence for people with the values that matter.
  String message();

  /// A sequence that does not increase, an unknown run, a state that forbids the event, or an
  /// attempt out of order.
  ///
  /// @param message what was wrong
  record InvalidTransition(String message) implements ReplayRefusal {
    @Override
    public String kind() {
      return "InvalidTransition";
    }
  }

  /// A task or run id was created twice.
  ///
  /// @param message which one
  record DuplicateEvent(String message) implements ReplayRefusal {
    @Override
    public String kind() {
      return "DuplicateEvent";
    }
  }

  /// A counter is at its end, or an attempt of the lineage is missing or already finished.
  ///
  /// @param message what was wrong
  record CorruptedData(String message) implements ReplayRefusal {
    @Override
    public String kind() {
      return "CorruptedData";
    }
  }

  /// A lease event that contradicts the lease or the state of its run.
  sealed interface LeaseCausality extends ReplayRefusal {
    /// The run named by the event.
    RunId runId();

    @Override
    default String kind() {
      return "LeaseCausality";
    }
  }

  /// Which lease event was refused.
  enum LeaseAction {
    /// The lease is taken.
    ACQUIRE("lease acquire"),
    /// The lease is extended.
    HEARTBEAT("lease heartbeat"),
    /// The lease ran out.
    EXPIRE("lease expire"),
    /// The lease is given back.
    RELEASE("lease release");

    private final String label;

    LeaseAction(String label) {
      this.label = label;
    }

    /// The name in text output.
    public String label() {
      return label;
    }
  }

  /// The run of a lease event does not exist.
  ///
  /// @param runId the run
  /// @param action the event
  record UnknownRun(RunId runId, LeaseAction action) implements LeaseCausality {
    @Override
    public String detail() {
      return "UnknownRun";
    }

    @Override
    public String message() {
      return action.label() + " of unknown run " + runId;
    }
  }

  /// The run's state does not allow the lease event.
  ///
  /// @param runId the run
  /// @param action the event
  /// @param state the run's state
  record InvalidRunState(RunId runId, LeaseAction action, RunState state)
      implements LeaseCausality {
    @Override
    public String detail() {
      return "InvalidRunState";
    }

    @Override
    public String message() {
      return action.label() + " of run " + runId + " in state " + state.wireName();
    }
  }

  /// The lease event needs an open lease and there is none.
  ///
  /// @param runId the run
  /// @param action the event
  record MissingActiveLease(RunId runId, LeaseAction action) implements LeaseCausality {
    @Override
    public String detail() {
      return "MissingActiveLease";
    }

    @Override
    public String message() {
      return action.label() + " of run " + runId + " without an open lease";
    }
  }

  /// A lease is taken while one is open.
  ///
  /// @param runId the run
  record LeaseAlreadyActive(RunId runId) implements LeaseCausality {
    @Override
    public String detail() {
      return "LeaseAlreadyActive";
    }

    @Override
    public String message() {
      return "lease acquire of run " + runId + " that has an open lease";
    }
  }

  /// The lease belongs to somebody else.
  ///
  /// @param runId the run
  /// @param action the event
  /// @param expectedOwner who holds the lease
  /// @param actualOwner who the event names
  record OwnerMismatch(RunId runId, LeaseAction action, String expectedOwner, String actualOwner)
      implements LeaseCausality {
    @Override
    public String detail() {
      return "OwnerMismatch";
    }

    @Override
    public String message() {
      return action.label()
          + " of run "
          + runId
          + " by '"
          + actualOwner
          + "', but the lease is held by '"
          + expectedOwner
          + "'";
    }
  }

  /// The event closes a lease with another expiry than it has.
  ///
  /// @param runId the run
  /// @param action the event
  /// @param expectedExpiry the lease's expiry, epoch seconds, unsigned
  /// @param actualExpiry the event's expiry, epoch seconds, unsigned
  record ExpiryMismatch(RunId runId, LeaseAction action, long expectedExpiry, long actualExpiry)
      implements LeaseCausality {
    @Override
    public String detail() {
      return "ExpiryMismatch";
    }

    @Override
    public String message() {
      return action.label()
          + " of run "
          + runId
          + " with expiry "
          + Long.toUnsignedString(actualExpiry)
          + ", but the lease has "
          + Long.toUnsignedString(expectedExpiry);
    }
  }

  /// A heartbeat would shorten the lease.
  ///
  /// @param runId the run
  /// @param previousExpiry the lease's expiry, epoch seconds, unsigned
  /// @param proposedExpiry the event's expiry, epoch seconds, unsigned
  record NonMonotonicHeartbeatExpiry(RunId runId, long previousExpiry, long proposedExpiry)
      implements LeaseCausality {
    @Override
    public String detail() {
      return "NonMonotonicHeartbeatExpiry";
    }

    @Override
    public String message() {
      return "lease heartbeat of run "
          + runId
          + " moves the expiry back from "
          + Long.toUnsignedString(previousExpiry)
          + " to "
          + Long.toUnsignedString(proposedExpiry);
    }
  }

  /// A cancellation that contradicts what is known about its task.
  sealed interface TaskCausality extends ReplayRefusal {
    /// The task named by the event.
    TaskId taskId();

    @Override
    default String kind() {
      return "TaskCausality";
    }
  }

  /// The task to cancel does not exist.
  ///
  /// @param taskId the task
  record UnknownTask(TaskId taskId) implements TaskCausality {
    @Override
    public String detail() {
      return "UnknownTask";
    }

    @Override
    public String message() {
      return "cancellation of unknown task " + taskId;
    }
  }

  /// The task was canceled before.
  ///
  /// @param taskId the task
  /// @param firstCanceledAt the recorded cancellation, epoch seconds, unsigned
  /// @param duplicateCanceledAt the event's time, epoch seconds, unsigned
  record AlreadyCanceled(TaskId taskId, long firstCanceledAt, long duplicateCanceledAt)
      implements TaskCausality {
    @Override
    public String detail() {
      return "AlreadyCanceled";
    }

    @Override
    public String message() {
      return "cancellation at "
          + Long.toUnsignedString(duplicateCanceledAt)
          + " of task "
          + taskId
          + ", canceled at "
          + Long.toUnsignedString(firstCanceledAt);
    }
  }

  /// A pause or resume that does not fit the engine's state.
  sealed interface EngineControlCausality extends ReplayRefusal {
    @Override
    default String kind() {
      return "EngineControlCausality";
    }
  }

  /// A pause while paused.
  ///
  /// @param firstPausedAt the recorded pause, epoch seconds, unsigned; null if it is not known
  /// @param duplicatePausedAt the event's time, epoch seconds, unsigned
  record AlreadyPaused(@Nullable Long firstPausedAt, long duplicatePausedAt)
      implements EngineControlCausality {
    @Override
    public String detail() {
      return "AlreadyPaused";
    }

    @Override
    public String message() {
      String first =
          firstPausedAt == null ? "an unknown time" : Long.toUnsignedString(firstPausedAt);
      return "pause at " + Long.toUnsignedString(duplicatePausedAt) + ", paused at " + first;
    }
  }

  /// A resume while not paused.
  ///
  /// @param attemptedResumedAt the event's time, epoch seconds, unsigned
  record NotPaused(long attemptedResumedAt) implements EngineControlCausality {
    @Override
    public String detail() {
      return "NotPaused";
    }

    @Override
    public String message() {
      return "resume at "
          + Long.toUnsignedString(attemptedResumedAt)
          + " while the engine is not paused";
    }
  }

  /// A resume that is earlier than its pause.
  ///
  /// @param pausedAt the recorded pause, epoch seconds, unsigned
  /// @param resumedAt the event's time, epoch seconds, unsigned
  record ResumeBeforePause(long pausedAt, long resumedAt) implements EngineControlCausality {
    @Override
    public String detail() {
      return "ResumeBeforePause";
    }

    @Override
    public String message() {
      return "resume at "
          + Long.toUnsignedString(resumedAt)
          + " before the pause at "
          + Long.toUnsignedString(pausedAt);
    }
  }

  /// An extension event that contradicts what the state holds.
  ///
  /// @param detail the stable name of the exact rule, such as `TaskOpen`
  /// @param message which values matter
  record ExtensionCausality(String detail, String message) implements ReplayRefusal {
    @Override
    public String kind() {
      return "ExtensionCausality";
    }
  }
}
