package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v1/tasks`: highest priority first, then oldest, then by id.
///
/// @param tasks the slice
/// @param limit the applied limit
/// @param offset the applied offset
/// @param total how many there are in all
public record TaskList(List<TaskSummary> tasks, long limit, long offset, long total) {
  /// Copies the list.
  public TaskList {
    tasks = List.copyOf(tasks);
  }
}
