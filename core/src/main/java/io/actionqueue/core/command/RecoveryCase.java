package io.actionqueue.core.command;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;

/// What a restart, or the end of a remote worker's lease, finds about a run (spec 02 §7.2). A
/// report of a recovery counts runs by these.
public enum RecoveryCase {
  /// Nothing: the run waits, has ended, or a remote worker's lease on it still holds.
  NOTHING,
  /// It has not ended although its task was canceled.
  TASK_CANCELED,
  /// It waits although its attempts are used up, so that it could never start. Only logs in which
  /// runs were moved by hand hold it.
  ATTEMPTS_USED_UP,
  /// Ready with a lost lease.
  READY_LEASED,
  /// Leased with a lost lease.
  LEASED,
  /// Leased without a lease.
  LEASED_WITHOUT_LEASE,
  /// Running with an open attempt that nobody executes.
  ATTEMPT_OPEN,
  /// Running with its attempt finished and the move that should follow missing.
  ATTEMPT_FINISHED,
  /// Running without an attempt in this period.
  ATTEMPT_NOT_STARTED,
  /// RetryWait or Suspended with a lease, which is closed when the run is next resumed or
  /// started.
  LEASE_LEFT_BEHIND;

  /// The case of a run at an instant.
  ///
  /// @param now epoch seconds, unsigned
  public static RecoveryCase of(RunEntry run, long now) {
    if (run.state().isTerminal()) {
      return NOTHING;
    }
    TaskEntry task = run.task();
    if (task != null && task.isCanceled()) {
      return TASK_CANCELED;
    }
    StateImage.Lease lease = run.lease();
    if (lease != null && !isLost(lease, now)) {
      return NOTHING;
    }
    boolean usedUp = run.state() != RunState.RUNNING && AttemptDecider.hasUsedUpAttempts(run);
    return usedUp && run.state() != RunState.SUSPENDED
        ? ATTEMPTS_USED_UP
        : ofLostRun(run, lease != null);
  }

  private static RecoveryCase ofLostRun(RunEntry run, boolean leased) {
    return switch (run.state()) {
      case READY -> leased ? READY_LEASED : NOTHING;
      case LEASED -> leased ? LEASED : LEASED_WITHOUT_LEASE;
      case RUNNING -> {
        if (run.openAttempt() != null) {
          yield ATTEMPT_OPEN;
        }
        yield run.attemptsInThisPeriod() > 0 ? ATTEMPT_FINISHED : ATTEMPT_NOT_STARTED;
      }
      case RETRY_WAIT, SUSPENDED -> leased ? LEASE_LEFT_BEHIND : NOTHING;
      case SCHEDULED, COMPLETED, FAILED, CANCELED -> NOTHING;
    };
  }

  /// Whether nobody stands behind a lease any more: it is the local executor's of a former process,
  /// or its time is over.
  static boolean isLost(StateImage.Lease lease, long now) {
    return lease.owner().equals(RecoveryPolicy.LOCAL_OWNER)
        || Long.compareUnsigned(now, lease.expiry()) >= 0;
  }
}
