package io.actionqueue.core.schedule;

import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.task.RunPolicy;
import java.util.OptionalLong;

/// The instants that a policy names, as a sequence that can be searched without being walked. All
/// instants are epoch seconds, unsigned.
public sealed interface Slots {
  /// The slots of a policy.
  ///
  /// @param policy the policy; a Repeat whose last slot fits into 64 bits
  /// @param origin the instant of the task's creation
  static Slots of(RunPolicy policy, long origin) {
    return switch (policy) {
      case RunPolicy.Once _ -> new Regular(origin, 1, 1);
      case RunPolicy.Repeat(var count, var intervalSecs) ->
          new Regular(origin, intervalSecs, count);
      case RunPolicy.Cron(var expression, _) -> new ByCron(CronExpression.parse(expression));
    };
  }

  /// The first slot strictly after an instant.
  OptionalLong nextAfter(long instant);

  /// The last slot at or before an instant.
  OptionalLong lastAtOrBefore(long instant);

  /// How many slots lie after one instant and not after another.
  long countBetween(long after, long until);

  /// Slots at a fixed distance.
  ///
  /// @param origin the first slot
  /// @param intervalSecs the distance, unsigned; at least 1
  /// @param count how many there are; at least 1
  record Regular(long origin, long intervalSecs, long count) implements Slots {
    @Override
    public OptionalLong nextAfter(long instant) {
      return at(countTo(instant));
    }

    @Override
    public OptionalLong lastAtOrBefore(long instant) {
      return at(countTo(instant) - 1);
    }

    @Override
    public long countBetween(long after, long until) {
      return Math.max(0, countTo(until) - countTo(after));
    }

    private OptionalLong at(long index) {
      return index < 0 || index >= count
          ? OptionalLong.empty()
          : OptionalLong.of(origin + index * intervalSecs);
    }

    /// How many slots lie at or before an instant.
    private long countTo(long instant) {
      if (Long.compareUnsigned(instant, origin) < 0) {
        return 0;
      }
      long lastIndex = Long.divideUnsigned(instant - origin, intervalSecs);
      return Long.compareUnsigned(lastIndex, count) >= 0 ? count : lastIndex + 1;
    }
  }

  /// The slots of another sequence up to an instant, as of a schedule that makes no more runs.
  ///
  /// @param all the sequence
  /// @param end slots behind this instant are left out
  record Until(Slots all, long end) implements Slots {
    @Override
    public OptionalLong nextAfter(long instant) {
      OptionalLong next = all.nextAfter(instant);
      return next.isPresent() && Long.compareUnsigned(next.getAsLong(), end) > 0
          ? OptionalLong.empty()
          : next;
    }

    @Override
    public OptionalLong lastAtOrBefore(long instant) {
      return all.lastAtOrBefore(earlier(instant));
    }

    @Override
    public long countBetween(long after, long until) {
      return all.countBetween(earlier(after), earlier(until));
    }

    private long earlier(long instant) {
      return Long.compareUnsigned(instant, end) <= 0 ? instant : end;
    }
  }

  /// The slots of a cron expression, from 1970 to 2100.
  ///
  /// @param expression the expression
  record ByCron(CronExpression expression) implements Slots {
    @Override
    public OptionalLong nextAfter(long instant) {
      return expression.nextAfter(instant);
    }

    @Override
    public OptionalLong lastAtOrBefore(long instant) {
      return expression.lastAtOrBefore(instant);
    }

    @Override
    public long countBetween(long after, long until) {
      return expression.countBetween(after, until);
    }
  }
}
