package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// One durable event in `GET /api/v1/events/stream`: what it is about, not its bytes. Payloads and
/// outputs are read where they are kept. Fields that do not apply are absent.
///
/// @param sequence its place in the log; the id of the server-sent event
/// @param type its name in the log, such as `RunStateChanged`; the type of the server-sent event. A
///   task is created by `TaskCreated`, with options or without
/// @param timestamp epoch seconds
/// @param taskId the task
/// @param runId the run
/// @param attemptId the attempt
/// @param from the state that the run left
/// @param to the state that the run entered
/// @param result how the attempt ended
/// @param subject what the event is about where none of these says it, such as the id of an actor
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamedEvent(
    long sequence,
    String type,
    long timestamp,
    @Nullable TaskId taskId,
    @Nullable RunId runId,
    @Nullable AttemptId attemptId,
    @Nullable RunState from,
    @Nullable RunState to,
    @Nullable AttemptVerdict result,
    @Nullable String subject) {

  /// An event that is told by its name and time alone.
  public static StreamedEvent of(long sequence, String type, long timestamp) {
    return new StreamedEvent(sequence, type, timestamp, null, null, null, null, null, null, null);
  }

  /// The same about a task.
  public StreamedEvent about(TaskId task) {
    return new StreamedEvent(
        sequence, type, timestamp, task, runId, attemptId, from, to, result, subject);
  }

  /// The same about a run.
  public StreamedEvent about(RunId run) {
    return new StreamedEvent(
        sequence, type, timestamp, taskId, run, attemptId, from, to, result, subject);
  }

  /// The same about an attempt.
  ///
  /// @param verdict how it ended, null when it began
  public StreamedEvent about(AttemptId attempt, @Nullable AttemptVerdict verdict) {
    return new StreamedEvent(
        sequence, type, timestamp, taskId, runId, attempt, from, to, verdict, subject);
  }

  /// The same about a move.
  public StreamedEvent moving(@Nullable RunState left, RunState entered) {
    return new StreamedEvent(
        sequence, type, timestamp, taskId, runId, attemptId, left, entered, result, subject);
  }

  /// The same about something else.
  public StreamedEvent about(String what) {
    return new StreamedEvent(
        sequence, type, timestamp, taskId, runId, attemptId, from, to, result, what);
  }
}
