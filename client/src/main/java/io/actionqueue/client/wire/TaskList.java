package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/tasks`: highest priority first, then oldest, then by id.
///
/// @param tasks the slice
/// @param limit the applied limit
/// @param offset the applied offset
/// @param total how many there are in all; null where counting them would be a search
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record TaskList(
    List<TaskSummary> tasks,
    long limit,
    long offset,
    @Nullable Long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the list.
  public TaskList {
    tasks = List.copyOf(tasks);
  }

  /// A slice that ends the list, or tells no more about what follows.
  public TaskList(List<TaskSummary> tasks, long limit, long offset, long total) {
    this(tasks, limit, offset, Long.valueOf(total), null);
  }
}
