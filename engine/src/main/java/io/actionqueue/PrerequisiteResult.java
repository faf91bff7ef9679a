package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a prerequisite gave to a task that waited for it.
///
/// @param taskId the prerequisite
/// @param runId its last run, in order of creation, that completed
/// @param outputOrNull what that run's successful attempt kept, null for nothing
public record PrerequisiteResult(TaskId taskId, RunId runId, @Nullable Bytes outputOrNull) {
  /// What that run's successful attempt kept, if it kept anything.
  public Optional<Bytes> output() {
    return Optional.ofNullable(outputOrNull);
  }
}
