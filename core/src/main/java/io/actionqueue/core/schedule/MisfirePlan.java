package io.actionqueue.core.schedule;

import org.jspecify.annotations.Nullable;

/// What a [MisfirePolicy] makes of the slots that were missed.
///
/// @param resumeAt slots before this instant get no run, this one and later ones do; unsigned
/// @param passedOver the missed slots that get no run, null if there are none: what is to be
///   recorded as skipped
/// @param merged whether the run of the slot at `resumeAt` stands for those passed over too
public record MisfirePlan(long resumeAt, @Nullable MissedSlots passedOver, boolean merged) {
  /// A plan that passes nothing over.
  static MisfirePlan runAllAfter(long after) {
    return new MisfirePlan(after == -1L ? -1L : after + 1, null, false);
  }

  /// Slots that passed unused.
  ///
  /// @param count how many; at least 1
  /// @param first the earliest, unsigned
  /// @param last the latest, unsigned
  public record MissedSlots(long count, long first, long last) {}
}
