package io.actionqueue.engine.dispatch;

import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether the records allow another attempt at all: the task is known, attempts are left, and no
/// other worker holds a lease. Only logs of the original and remote workers bring about the
/// contrary.
final class Startable implements Check {
  private final Map<RunEntry, Candidate> leased = new HashMap<>();

  @Override
  public boolean refuses(RunEntry run) {
    TaskEntry task = run.task();
    return task == null || isLeasedElsewhere(run) || hasNoAttemptLeft(run, task);
  }

  @Override
  public Block describe(RunEntry run) {
    TaskEntry task = run.task();
    if (task == null) {
      return new Block("limit", "its task " + run.taskId() + " is not in the log", null);
    }
    StateImage.Lease lease = run.lease();
    if (lease != null && isLeasedElsewhere(run)) {
      return new Block("no_free_slot", "leased by '" + lease.owner() + "'", lease.expiry());
    }
    long cap = task.spec().constraints().maxAttempts();
    return new Block("limit", "all " + cap + " attempts are used up", null);
  }

  @Override
  public void park(Candidate candidate) {
    if (isLeasedElsewhere(candidate.run())) {
      leased.put(candidate.run(), candidate);
    }
  }

  /// The run's waiting candidate if its lease is closed; null otherwise.
  @Nullable Candidate leaseChanged(RunEntry run) {
    return leased.isEmpty() || run.lease() != null ? null : leased.remove(run);
  }

  /// Whether a worker of another process holds a lease of the run.
  static boolean isLeasedElsewhere(RunEntry run) {
    StateImage.Lease lease = run.lease();
    return lease != null && !lease.owner().equals(RecoveryPolicy.LOCAL_OWNER);
  }

  private static boolean hasNoAttemptLeft(RunEntry run, TaskEntry task) {
    return run.countedAttempts() >= task.spec().constraints().maxAttempts();
  }
}
