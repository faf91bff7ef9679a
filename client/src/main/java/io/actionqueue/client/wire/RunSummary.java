package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of `GET /api/v1/runs`.
///
/// @param runId the run
/// @param taskId its task
/// @param state where it stands
/// @param createdAt epoch seconds
/// @param scheduledAt epoch seconds: not before this instant
/// @param attemptCount started attempts
/// @param concurrencyKey the first key of its task, null for none
/// @param furtherKeys the other keys of its task, in the order in which the run waits for them;
///   absent if there are none
public record RunSummary(
    RunId runId,
    TaskId taskId,
    RunState state,
    long createdAt,
    long scheduledAt,
    long attemptCount,
    @Nullable String concurrencyKey,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<String> furtherKeys) {
  /// Copies the keys.
  public RunSummary {
    furtherKeys = furtherKeys == null ? null : List.copyOf(furtherKeys);
  }

  /// The row of a run.
  ///
  /// @param concurrencyKey the first key of its task, null for none
  /// @param furtherKeys the other ones, in order
  public static RunSummary of(
      RunInstance run, @Nullable String concurrencyKey, List<String> furtherKeys) {
    return new RunSummary(
        run.id(),
        run.taskId(),
        run.state(),
        run.createdAt(),
        run.scheduledAt(),
        run.attemptCount(),
        concurrencyKey,
        furtherKeys.isEmpty() ? null : furtherKeys);
  }

  /// All keys of its task, in the order in which the run waits for them; empty for none.
  public List<String> allKeys() {
    var all = new ArrayList<String>(1);
    if (concurrencyKey != null) {
      all.add(concurrencyKey);
    }
    if (furtherKeys != null) {
      all.addAll(furtherKeys);
    }
    return all;
  }
}
