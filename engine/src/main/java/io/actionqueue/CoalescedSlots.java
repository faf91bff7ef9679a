package io.actionqueue;

import io.actionqueue.core.schedule.MisfirePlan.MissedSlots;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The missed slots that one run stands for beside its own, by the misfire policy `Coalesce`.
///
/// @param count how many; at least 1
/// @param first epoch seconds of the earliest
/// @param last epoch seconds of the latest, which lies before the run's own slot
public record CoalescedSlots(long count, long first, long last) {
  private static final Pattern NOTE =
      Pattern.compile("stands for (\\d{1,19}) slots from (\\d{1,19}) to (\\d{1,19}) too");

  /// The note that a run carries durably.
  static String note(MissedSlots missed) {
    return "stands for %s slots from %s to %s too"
        .formatted(missed.count(), missed.first(), missed.last());
  }

  /// What a run's note says, if it speaks of slots.
  static Optional<CoalescedSlots> of(@Nullable String note) {
    Matcher matcher = NOTE.matcher(note == null ? "" : note);
    return matcher.matches()
        ? Optional.of(
            new CoalescedSlots(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }
}
