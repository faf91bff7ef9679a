package io.actionqueue.storage.maintenance;

import java.nio.file.Path;
import java.util.List;

/// What a repair does, or has done.
///
/// @param steps in order; none if the directory opens as it is
/// @param sequence the last event of the repaired state, unsigned
/// @param digest of the repaired state
/// @param copies where what was taken out of the log is kept; none before the repair was done
public record RepairPlan(List<RepairStep> steps, long sequence, String digest, List<Path> copies) {
  /// Copies the lists.
  public RepairPlan {
    steps = List.copyOf(steps);
    copies = List.copyOf(copies);
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
