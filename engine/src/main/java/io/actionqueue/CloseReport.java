package io.actionqueue;

import io.actionqueue.core.id.RunId;
import java.util.List;

/// How an engine ended.
///
/// @param drained whether every handler returned in time
/// @param interrupted runs whose attempt was recorded as interrupted by the shutdown
public record CloseReport(boolean drained, List<RunId> interrupted) {
  /// Copies the list.
  public CloseReport {
    interrupted = List.copyOf(interrupted);
  }
}
