package io.actionqueue.core.schedule;

import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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

  /// What is left of a sequence: some slots up to an instant, and all behind it.
  ///
  /// @param some in ascending order, none behind the instant
  /// @param until the instant
  /// @param rest the sequence whose slots behind the instant are left, null if none are
  record Left(List<Long> some, long until, @Nullable Slots rest) implements Slots {
    /// Copies the list.
    public Left {
      some = List.copyOf(some);
    }

    @Override
    public OptionalLong nextAfter(long instant) {
      int index = countTo(instant);
      if (index < some.size()) {
        return OptionalLong.of(some.get(index));
      }
      return rest == null ? OptionalLong.empty() : rest.nextAfter(later(instant));
    }

    @Override
    public OptionalLong lastAtOrBefore(long instant) {
      OptionalLong behind = rest == null ? OptionalLong.empty() : rest.lastAtOrBefore(instant);
      if (behind.isPresent() && Long.compareUnsigned(behind.getAsLong(), until) > 0) {
        return behind;
      }
      int count = countTo(instant);
      return count == 0 ? OptionalLong.empty() : OptionalLong.of(some.get(count - 1));
    }

    @Override
    public long countBetween(long after, long last) {
      long behind = rest == null ? 0 : rest.countBetween(later(after), later(last));
      return Math.max(0, countTo(last) - countTo(after)) + behind;
    }

    private long later(long instant) {
      return Long.compareUnsigned(instant, until) >= 0 ? instant : until;
    }

    /// How many of the first ones lie at or before an instant.
    private int countTo(long instant) {
      int low = 0;
      int high = some.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Long.compareUnsigned(some.get(middle), instant) <= 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
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
