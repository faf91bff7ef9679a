package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/tasks/{task_id}/schedule`.
///
/// @param taskId the task
/// @param next the next instants at which it is due, epoch seconds: those of its Scheduled runs,
///   then slots that get runs later
/// @param passedOver the slots that got no run by its misfire policy; absent if there are none
public record TaskSchedule(
    TaskId taskId,
    List<Long> next,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PassedOver passedOver) {
  /// Copies the list.
  public TaskSchedule {
    next = List.copyOf(next);
  }

  /// Slots without runs, all together.
  ///
  /// @param count how many
  /// @param first epoch seconds of the earliest
  /// @param last epoch seconds of the latest
  public record PassedOver(long count, long first, long last) {}
}
