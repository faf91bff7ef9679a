package io.actionqueue.storage.snapshot;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules of spec 01 §8.6 that a task or a run keeps or breaks by itself, in the order of the
/// format's table: the first violation is the answer.
final class EntityRules {
  private static final Set<RunState> LEASE_STATES =
      EnumSet.of(RunState.READY, RunState.LEASED, RunState.RUNNING);

  private EntityRules() {}

  /// The first rule that a task breaks, null if it breaks none.
  static @Nullable MappingViolation task(StateImage.Task task) {
    Long canceledAt = task.canceledAt();
    return canceledAt != null && isAfter(task.createdAt(), canceledAt)
        ? broken(
            MappingRule.INVALID_TASK_CANCELED_AT_CAUSALITY,
            task.spec().id(),
            number(task.createdAt()),
            number(canceledAt))
        : null;
  }

  /// The first rule that a run breaks, null if it breaks none.
  static @Nullable MappingViolation run(StateImage.Run run) {
    RunInstance instance = run.instance();
    var found = instance(instance);
    found = found != null ? found : history(run);
    found = found != null ? found : attempts(run);
    if (found != null) {
      return found;
    }
    return run.lease() != null && !LEASE_STATES.contains(instance.state())
        ? broken(MappingRule.INVALID_LEASE_PRESENCE, instance.id(), instance.state().wireName())
        : null;
  }

  private static @Nullable MappingViolation instance(RunInstance run) {
    if (run.id().isNil()) {
      return broken(MappingRule.INVALID_RUN_ID, run.id());
    }
    if (run.taskId().isNil()) {
      return broken(MappingRule.INVALID_TASK_ID, run.id(), run.taskId());
    }
    if (run.state() == RunState.READY && isAfter(run.scheduledAt(), run.createdAt())) {
      return broken(
          MappingRule.INVALID_READY_SCHEDULE_CAUSALITY,
          run.id(),
          number(run.scheduledAt()),
          number(run.createdAt()));
    }
    if (run.currentAttemptId() == null) {
      return null;
    }
    if (run.state() != RunState.RUNNING && run.state() != RunState.CANCELED) {
      return broken(MappingRule.INVALID_ATTEMPT_LINEAGE_STATE, run.id(), run.state().wireName());
    }
    return run.attemptCount() == 0
        ? broken(MappingRule.INVALID_ATTEMPT_LINEAGE_COUNT, run.id(), run.attemptCount())
        : null;
  }

  private static @Nullable MappingViolation history(StateImage.Run run) {
    RunInstance instance = run.instance();
    List<HistoryEntry> history = run.history();
    if (history.isEmpty() || !isBirth(history.getFirst(), instance.createdAt())) {
      return broken(MappingRule.MISSING_INITIAL_RUN_STATE_HISTORY, instance.id());
    }
    RunState state = RunState.SCHEDULED;
    for (HistoryEntry entry : history.subList(1, history.size())) {
      RunState from = entry.from();
      if (from == null || from != state || !from.canMoveTo(entry.to())) {
        return brokenHistory(instance.id(), from, entry.to());
      }
      state = entry.to();
    }
    return state == instance.state() ? null : brokenHistory(instance.id(), state, instance.state());
  }

  private static boolean isBirth(HistoryEntry entry, long createdAt) {
    return entry.from() == null
        && entry.to() == RunState.SCHEDULED
        && entry.timestamp() == createdAt;
  }

  private static MappingViolation brokenHistory(RunId id, @Nullable RunState from, RunState to) {
    return broken(
        MappingRule.INVALID_RUN_STATE_HISTORY_TRANSITION,
        id,
        from == null ? "null" : from.wireName(),
        to.wireName());
  }

  private static @Nullable MappingViolation attempts(StateImage.Run run) {
    RunInstance instance = run.instance();
    List<StateImage.Attempt> attempts = run.attempts();
    if (attempts.size() != instance.attemptCount()) {
      return broken(
          MappingRule.INVALID_ATTEMPT_HISTORY_COUNT,
          instance.id(),
          instance.attemptCount(),
          attempts.size());
    }
    AttemptId open = instance.currentAttemptId();
    if (open == null) {
      return null;
    }
    int entries = 0;
    boolean unfinished = false;
    for (StateImage.Attempt attempt : attempts) {
      if (attempt.attemptId().equals(open)) {
        entries++;
        unfinished = attempt.finishedAt() == null;
      }
    }
    return entries == 1 && unfinished
        ? null
        : broken(MappingRule.INVALID_ACTIVE_ATTEMPT_HISTORY, instance.id());
  }

  private static MappingViolation broken(MappingRule rule, Object... values) {
    return MappingViolation.of(rule, values);
  }

  private static boolean isAfter(long first, long second) {
    return Long.compareUnsigned(first, second) > 0;
  }

  private static String number(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
