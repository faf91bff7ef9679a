package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskSpec;
import java.util.Optional;

/// What a handler knows about the attempt that it executes. Immutable but for the cancellation.
///
/// @param spec the task as submitted
/// @param runId the run: the idempotency key for side effects
/// @param attemptId this attempt
/// @param attempt number of this attempt, counting all started ones from 1
/// @param countedAttempt the number that the cap sees: without suspended and interrupted attempts,
///   from 1
/// @param scheduledAt epoch seconds at which the run was due
/// @param cancellation the request to stop
public record RunContext(
    TaskSpec spec,
    RunId runId,
    AttemptId attemptId,
    long attempt,
    long countedAttempt,
    long scheduledAt,
    Cancellation cancellation) {

  /// The task.
  public TaskId taskId() {
    return spec.id();
  }

  /// The task's payload.
  public Bytes payload() {
    return spec.payload().bytes();
  }

  /// The payload's content type, if the submitter gave one.
  public Optional<String> contentType() {
    return Optional.ofNullable(spec.payload().contentType());
  }

  /// The action that the task asks for: its first required capability.
  public Optional<String> action() {
    var required = spec.constraints().requiredCapabilities();
    return required == null ? Optional.empty() : Optional.of(required.getFirst());
  }
}
