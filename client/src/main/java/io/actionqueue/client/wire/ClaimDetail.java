package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run that an actor has claimed: leased to it, its attempt started, durably.
///
/// @param runId the run
/// @param taskId its task
/// @param attemptId the attempt
/// @param attempt its number, counting all started ones from 1
/// @param countedAttempt the number that `max_attempts` sees
/// @param payload the task's bytes
/// @param contentType the payload's media type, null for none
/// @param timeoutSecs the time limit of an attempt, null for none
/// @param scheduledAt epoch seconds at which the run was due
/// @param leaseExpiry epoch seconds at which the lease runs out without a heartbeat
/// @param leaseToken opaque text to be shown in every message about the run
/// @param requiredCapabilities what the task requires, the action first; null for nothing
/// @param partial what the attempt before left when it suspended; absent if it left nothing
public record ClaimDetail(
    RunId runId,
    TaskId taskId,
    AttemptId attemptId,
    long attempt,
    long countedAttempt,
    Bytes payload,
    @Nullable String contentType,
    @Nullable Long timeoutSecs,
    long scheduledAt,
    long leaseExpiry,
    String leaseToken,
    @Nullable List<String> requiredCapabilities,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Bytes partial) {
  /// Copies the list.
  public ClaimDetail {
    requiredCapabilities = requiredCapabilities == null ? null : List.copyOf(requiredCapabilities);
  }
}
