package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v1/schedules/preview`.
///
/// @param cron the expression
/// @param next the next instants at which it fires, epoch seconds; fewer than asked for where its
///   years end
public record SchedulePreview(String cron, List<Long> next) {
  /// Copies the list.
  public SchedulePreview {
    next = List.copyOf(next);
  }
}
