package io.actionqueue.core.cron;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;

/// A parsed cron expression, evaluated in UTC. Immutable.
///
/// Six or seven fields, or `@yearly`, `@monthly`, `@weekly` (Sunday), `@daily`, `@hourly`:
///
/// | # | field | numbers | names, in any case |
/// |---|---|---|---|
/// | 1 | second | 0–59 | |
/// | 2 | minute | 0–59 | |
/// | 3 | hour | 0–23 | |
/// | 4 | day of month | 1–31 | |
/// | 5 | month | 1–12 | `jan`, `january`, … |
/// | 6 | day of week | 1–7, 1 is Sunday | `sun`, `sunday`, …, also `tues` and `thurs` |
/// | 7 | year, any if left out | 1970–2100 | |
///
/// A field is a comma list of `*`, `a`, `a-b` (ascending), `name`, `name-name`; all but a single
/// name may carry `/step`, and `a/step` goes from `a` to the maximum. `?` is `*` in the two day
/// fields. An instant must match **all** fields: day of month and day of week are not alternatives
/// as in Unix cron. There is no `L`, `W` or `#`.
///
/// Instants are epoch seconds, unsigned. A search takes less than a microsecond for expressions
/// that fire at least yearly, and bounded time for all.
public final class CronExpression {
  private static final long[] NO_FIRINGS = {};

  private final String text;
  private final CronCalendar calendar;

  private CronExpression(String text) {
    this.text = text;
    this.calendar = new CronCalendar(CronParser.parse(text));
  }

  /// Reads six or seven fields or a shorthand.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `CronPolicyError`; its message names field,
  ///   column and reason
  public static CronExpression parse(String text) {
    return new CronExpression(text);
  }

  /// The expression as it was written.
  public String text() {
    return text;
  }

  /// The first matching instant strictly after `epochSecond`; empty if there is none up to the end
  /// of the year 2100.
  public OptionalLong nextAfter(long epochSecond) {
    return found(searchAfter(epochSecond));
  }

  /// The last matching instant at or before `epochSecond`; empty if there is none since 1970.
  public OptionalLong lastAtOrBefore(long epochSecond) {
    return found(calendar.atOrBefore(withinCalendar(epochSecond)));
  }

  /// How many matching instants lie after `after` and not after `until`. Takes bounded time,
  /// however many there are.
  public long countBetween(long after, long until) {
    return Long.compareUnsigned(after, until) >= 0
        ? 0
        : calendar.countTo(withinCalendar(until)) - calendar.countTo(withinCalendar(after));
  }

  /// The next matching instants strictly after `after`, ascending.
  ///
  /// @param limit how many at most; not negative
  public long[] firings(long after, int limit) {
    if (limit == 0) {
      return NO_FIRINGS;
    }
    var found = new long[Math.min(limit, 8)];
    int count = 0;
    for (long at = searchAfter(after); at >= 0 && count < limit; at = searchAfter(at)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, Math.min(limit, count * 2));
      }
      found[count++] = at;
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  /// All matching instants strictly after `after`, ascending and searched one at a time: for a
  /// preview of any length.
  public PrimitiveIterator.OfLong firings(long after) {
    return new Firings(after);
  }

  /// Whether no instant from 1970 to 2100 matches, as with 30 February.
  public boolean neverFires() {
    return calendar.atOrAfter(0) < 0;
  }

  private long searchAfter(long epochSecond) {
    return Long.compareUnsigned(epochSecond, CronCalendar.LAST_SECOND) >= 0
        ? CronCalendar.NONE
        : calendar.atOrAfter(epochSecond + 1);
  }

  private static long withinCalendar(long epochSecond) {
    return Long.compareUnsigned(epochSecond, CronCalendar.LAST_SECOND) > 0
        ? CronCalendar.LAST_SECOND
        : epochSecond;
  }

  private static OptionalLong found(long epochSecond) {
    return epochSecond < 0 ? OptionalLong.empty() : OptionalLong.of(epochSecond);
  }

  /// Equal when written in the same way.
  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private final class Firings implements PrimitiveIterator.OfLong {
    private long next;

    private Firings(long after) {
      next = searchAfter(after);
    }

    @Override
    public boolean hasNext() {
      return next >= 0;
    }

    @Override
    public long nextLong() {
      if (next < 0) {
        throw new NoSuchElementException("'" + text + "' does not fire again up to 2100");
      }
      long current = next;
      next = searchAfter(current);
      return current;
    }
  }
}
