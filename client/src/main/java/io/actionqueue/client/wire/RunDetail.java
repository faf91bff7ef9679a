package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/runs/{run_id}`.
///
/// @param runId the run
/// @param taskId its task
/// @param state where it stands
/// @param createdAt epoch seconds
/// @param scheduledAt epoch seconds: not before this instant
/// @param attemptCount started attempts
/// @param currentAttemptId the open attempt, null if none is open
/// @param stateHistory every state entered, oldest first
/// @param attempts every attempt, oldest first
/// @param lease the open lease, null if there is none
/// @param blockReason restates the state: null for Ready, `terminal` for the three ends
/// @param countedAttempts the attempts that `max_attempts` counts
/// @param blockedBy why the run is not executing; empty if nothing stands in the way
/// @param progress what the handler of the open attempt last told; absent for nothing. Not durable
/// @param notes tasks that its handlers submitted and that were refused, in order, at most 100;
///   absent if there are none
public record RunDetail(
    RunId runId,
    TaskId taskId,
    RunState state,
    long createdAt,
    long scheduledAt,
    long attemptCount,
    @Nullable AttemptId currentAttemptId,
    List<StateStep> stateHistory,
    List<AttemptDetail> attempts,
    @Nullable LeaseDetail lease,
    @Nullable String blockReason,
    long countedAttempts,
    List<Blocker> blockedBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProgressDetail progress,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<AttemptNote> notes) {
  /// Copies the lists.
  public RunDetail {
    stateHistory = List.copyOf(stateHistory);
    attempts = List.copyOf(attempts);
    blockedBy = List.copyOf(blockedBy);
    notes = notes == null ? null : List.copyOf(notes);
  }

  /// The view of a run whose handlers have told nothing.
  public static RunDetail of(StateImage.Run run, long countedAttempts, List<Blocker> blockedBy) {
    return of(run, countedAttempts, blockedBy, null, List.of());
  }

  /// The view of a run.
  public static RunDetail of(
      StateImage.Run run,
      long countedAttempts,
      List<Blocker> blockedBy,
      @Nullable ProgressDetail progress,
      List<AttemptNote> notes) {
    var instance = run.instance();
    return new RunDetail(
        instance.id(),
        instance.taskId(),
        instance.state(),
        instance.createdAt(),
        instance.scheduledAt(),
        instance.attemptCount(),
        instance.currentAttemptId(),
        run.history().stream().map(StateStep::of).toList(),
        run.attempts().stream().map(AttemptDetail::of).toList(),
        LeaseDetail.of(run.lease()),
        blockReason(instance.state()),
        countedAttempts,
        blockedBy,
        progress,
        notes.isEmpty() ? null : notes);
  }

  private static @Nullable String blockReason(RunState state) {
    return switch (state) {
      case READY -> null;
      case SCHEDULED, LEASED, RUNNING, RETRY_WAIT, SUSPENDED -> state.label();
      case COMPLETED, FAILED, CANCELED -> "terminal";
    };
  }

  /// How far an attempt has come.
  ///
  /// @param percent 0 to 100, null if the handler does not say
  /// @param message what is being done
  public record ProgressDetail(@Nullable Integer percent, String message) {}

  /// Something that happened to an attempt and that its end does not tell.
  ///
  /// @param attemptId the attempt
  /// @param text for people: `submission refused: CODE: MESSAGE`
  /// @param atMillis when, epoch milliseconds
  public record AttemptNote(AttemptId attemptId, String text, long atMillis) {}

  /// One step of a run's past.
  ///
  /// @param from the state left, null for the first step
  /// @param to the state entered
  /// @param timestamp epoch seconds
  public record StateStep(@Nullable RunState from, RunState to, long timestamp) {
    static StateStep of(StateImage.HistoryEntry entry) {
      return new StateStep(entry.from(), entry.to(), entry.timestamp());
    }
  }

  /// One attempt.
  ///
  /// @param attemptId its id
  /// @param startedAt epoch seconds
  /// @param finishedAt epoch seconds, null while it is open
  /// @param result how it ended, null while it is open
  /// @param error error text, null if there is none
  /// @param output output bytes; absent if there are none
  public record AttemptDetail(
      AttemptId attemptId,
      long startedAt,
      @Nullable Long finishedAt,
      @Nullable AttemptVerdict result,
      @Nullable String error,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Bytes output) {
    static AttemptDetail of(StateImage.Attempt attempt) {
      return new AttemptDetail(
          attempt.attemptId(),
          attempt.startedAt(),
          attempt.finishedAt(),
          AttemptVerdict.of(attempt.result(), attempt.error()),
          attempt.error(),
          attempt.output());
    }
  }

  /// An open lease.
  ///
  /// @param owner who holds it
  /// @param expiry epoch seconds from which on it counts as expired
  /// @param acquiredAt epoch seconds at which it was taken
  /// @param updatedAt epoch seconds at which it was last extended
  public record LeaseDetail(String owner, long expiry, long acquiredAt, long updatedAt) {
    static @Nullable LeaseDetail of(StateImage.@Nullable Lease lease) {
      return lease == null
          ? null
          : new LeaseDetail(lease.owner(), lease.expiry(), lease.acquiredAt(), lease.updatedAt());
    }
  }
}
