package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run that a worker has claimed: leased to it and Running, its attempt started; durable.
///
/// @param ref what the worker names in every message about it
/// @param spec the task as submitted: payload, content type, time limit
/// @param attempt number of this attempt, counting all started ones from 1
/// @param countedAttempt the number that the cap sees, from 1 (S-26)
/// @param scheduledAt epoch seconds at which the run was due
/// @param leaseExpiry epoch seconds at which the lease runs out without a heartbeat
/// @param partial what the run's last suspension left, null for nothing
/// @param prerequisites results of the tasks that this one waited for
/// @param children the task's children, null if there are none
/// @param approvals the gates that the run has come to, with the decisions
public record Claim(
    AttemptRef ref,
    TaskSpec spec,
    long attempt,
    long countedAttempt,
    long scheduledAt,
    long leaseExpiry,
    @Nullable Bytes partial,
    List<PrerequisiteResult> prerequisites,
    @Nullable ChildrenSnapshot children,
    List<Approval> approvals) {
  /// Copies the lists.
  public Claim {
    prerequisites = List.copyOf(prerequisites);
    approvals = List.copyOf(approvals);
  }

  /// The text that stands for [#ref].
  public String leaseToken() {
    return ref.token();
  }
}
