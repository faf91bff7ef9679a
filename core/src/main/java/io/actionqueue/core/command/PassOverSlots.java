package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.util.List;

/// Records that slots of a task get no run (spec 03 §12.4, W-30), and cancels runs that were made
/// for some of them already. When the task fails thereby, all that waits for it is canceled in the
/// same batch. Refused, in this order: `unknown_task`, `unknown_run`, `previous_state_mismatch` (a
/// run is not Scheduled).
///
/// @param taskId the task
/// @param runs Scheduled runs of the task for some of these slots, each once
/// @param slots what is passed over
/// @param timestampMillis epoch milliseconds, not negative
public record PassOverSlots(TaskId taskId, List<RunId> runs, Slots slots, long timestampMillis)
    implements BatchCommand {
  /// The slots that get no run.
  ///
  /// @param count how many; at least 1
  /// @param first the earliest, epoch seconds, unsigned
  /// @param last the latest, epoch seconds, unsigned
  public record Slots(long count, long first, long last) {}

  /// Copies the list.
  public PassOverSlots {
    runs = List.copyOf(runs);
  }
}
