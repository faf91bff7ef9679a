package io.actionqueue.core.schedule;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.schedule.MisfirePlan.MissedSlots;
import java.util.OptionalLong;

/// What becomes of slots that passed while nothing could run, as after a downtime (S-9).
///
/// A slot is *missed* when it lies more than the policy's grace in the past. What is not missed
/// runs under every policy.
public sealed interface MisfirePolicy {
  /// The grace of a policy that names none: a minute.
  long DEFAULT_GRACE_SECS = 60;

  /// The policy of tasks that name none.
  static MisfirePolicy standard() {
    return new CatchUpAll();
  }

  /// How far in the past a slot must lie to count as missed, in seconds, unsigned.
  long graceSecs();

  /// Decides over the slots of a task. Takes bounded time, however long the downtime was.
  ///
  /// @param slots the task's slots
  /// @param after the latest slot that is already dealt with; later ones are looked at
  /// @param now epoch seconds, unsigned
  default MisfirePlan plan(Slots slots, long after, long now) {
    if (Long.compareUnsigned(now, graceSecs()) <= 0) {
      return MisfirePlan.runAllAfter(after);
    }
    long until = now - graceSecs() - 1;
    long count = slots.countBetween(after, until);
    return count == 0 ? MisfirePlan.runAllAfter(after) : planMissed(slots, after, until, count);
  }

  private MisfirePlan planMissed(Slots slots, long after, long until, long count) {
    return switch (this) {
      case CatchUpAll _ -> MisfirePlan.runAllAfter(after);
      case CatchUpLast(var kept, _) -> keepLast(slots, after, until, Math.min(kept, count));
      case Skip _ -> {
        var passedOver = new MissedSlots(count, first(slots, after), last(slots, until));
        yield new MisfirePlan(until + 1, passedOver, false);
      }
      case Coalesce _ -> {
        MisfirePlan plan = keepLast(slots, after, until, 1);
        yield new MisfirePlan(plan.resumeAt(), plan.passedOver(), plan.passedOver() != null);
      }
    };
  }

  private static MisfirePlan keepLast(Slots slots, long after, long until, long kept) {
    long resumeAt = last(slots, until);
    for (long i = 1; i < kept; i++) {
      resumeAt = last(slots, resumeAt - 1);
    }
    long passed = slots.countBetween(after, resumeAt - 1);
    return passed == 0
        ? MisfirePlan.runAllAfter(after)
        : new MisfirePlan(
            resumeAt,
            new MissedSlots(passed, first(slots, after), last(slots, resumeAt - 1)),
            false);
  }

  private static long first(Slots slots, long after) {
    return known(slots.nextAfter(after));
  }

  private static long last(Slots slots, long until) {
    return known(slots.lastAtOrBefore(until));
  }

  /// The count said that there is one.
  private static long known(OptionalLong slot) {
    return slot.orElseThrow();
  }

  /// Every missed slot runs, in order. The default, and what the original does.
  record CatchUpAll() implements MisfirePolicy {
    /// 0: what is late is run like all else.
    @Override
    public long graceSecs() {
      return 0;
    }
  }

  /// The last missed slots run, earlier ones do not.
  ///
  /// @param count how many; 1 to 100,000
  /// @param graceSecs see [MisfirePolicy#graceSecs()]
  record CatchUpLast(long count, long graceSecs) implements MisfirePolicy {
    /// The most slots that can be kept: a burst beyond this is [CatchUpAll]'s business.
    public static final long MAX_COUNT = 100_000;

    /// Checks the count.
    ///
    /// @throws InvalidValue kind `InvalidCatchUpCount`
    public CatchUpLast {
      if (count < 1 || count > MAX_COUNT) {
        throw new InvalidValue(
            "InvalidCatchUpCount",
            "the number of slots to catch up must be between 1 and 100000, was " + count);
      }
    }
  }

  /// No missed slot runs.
  ///
  /// @param graceSecs see [MisfirePolicy#graceSecs()]
  record Skip(long graceSecs) implements MisfirePolicy {}

  /// One run at the last missed slot stands for all missed ones.
  ///
  /// @param graceSecs see [MisfirePolicy#graceSecs()]
  record Coalesce(long graceSecs) implements MisfirePolicy {}
}
