package io.actionqueue.core.schedule;

import org.jspecify.annotations.Nullable;

/// How far a cron task has come: what a refill needs to know of it.
///
/// @param total how many runs were ever created for the task
/// @param live how many of them are not terminal
/// @param latestSlot the largest `scheduled_at` of all of them, unsigned; null if there are none
public record CronWindow(long total, long live, @Nullable Long latestSlot) {
  /// How many live runs a cron task has when it is filled up.
  public static final int SIZE = 5;

  /// The same window from which slots before an instant are left out (see
  /// [MisfirePlan#resumeAt()]).
  public CronWindow resumingAt(long instant) {
    boolean later =
        instant != 0 && (latestSlot == null || Long.compareUnsigned(latestSlot, instant - 1) < 0);
    return later ? new CronWindow(total, live, instant - 1) : this;
  }

  /// Whether runs are missing.
  ///
  /// @param maxOccurrences how many runs the task may ever have, null for no limit
  public boolean hasRoom(@Nullable Long maxOccurrences) {
    return room(maxOccurrences) > 0;
  }

  /// How many runs are missing.
  ///
  /// @param maxOccurrences how many runs the task may ever have, null for no limit
  int room(@Nullable Long maxOccurrences) {
    long free = Math.max(0, SIZE - live);
    return (int) (maxOccurrences == null ? free : Math.clamp(maxOccurrences - total, 0L, free));
  }
}
