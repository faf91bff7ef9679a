package io.actionqueue.core.cron;

import java.util.BitSet;
import java.util.List;

/// The instants that match all fields of a cron expression, searched by carrying from field to
/// field: from the time of day to the day, from the day to the month, from the month to the year.
///
/// Every search looks at no more than the months of 1970 to 2100, also for a date that never comes.
/// In all sets bit 0 stands for the field's smallest number. Immutable.
final class CronCalendar {
  /// 2100-12-31T23:59:59Z.
  static final long LAST_SECOND = 4_133_980_799L;

  /// The answer of a search that found nothing.
  static final long NONE = -1;

  private static final int SECS_PER_DAY = 86_400;

  private final long seconds;
  private final long minutes;
  private final long hours;
  private final long months;
  private final BitSet years;

  /// For each weekday of a month's first day: the days of a 31-day month that match both day
  /// fields.
  private final int[] daysByFirstWeekday;

  CronCalendar(List<BitSet> fields) {
    seconds = bits(fields, CronField.SECOND);
    minutes = bits(fields, CronField.MINUTE);
    hours = bits(fields, CronField.HOUR);
    months = bits(fields, CronField.MONTH);
    years = fields.get(CronField.YEAR.ordinal());
    daysByFirstWeekday =
        daysByFirstWeekday(
            bits(fields, CronField.DAY_OF_MONTH), bits(fields, CronField.DAY_OF_WEEK));
  }

  private static long bits(List<BitSet> fields, CronField field) {
    return fields.get(field.ordinal()).toLongArray()[0];
  }

  private static int[] daysByFirstWeekday(long days, long weekdays) {
    var masks = new int[7];
    for (int first = 0; first < 7; first++) {
      for (int day = 0; day < 31; day++) {
        boolean matches = isSet(days, day) && isSet(weekdays, (first + day) % 7);
        masks[first] |= matches ? 1 << day : 0;
      }
    }
    return masks;
  }

  /// The first match at or after an instant of 0 to [#LAST_SECOND]; [#NONE] if there is none.
  long atOrAfter(long second) {
    int day = (int) (second / SECS_PER_DAY);
    int found = dayAtOrAfter(day);
    if (found == day) {
      int time = timeAtOrAfter((int) (second % SECS_PER_DAY));
      if (time >= 0) {
        return (long) day * SECS_PER_DAY + time;
      }
      found = day + 1 < YearTable.DAYS ? dayAtOrAfter(day + 1) : -1;
    }
    return found < 0 ? NONE : (long) found * SECS_PER_DAY + timeAtOrAfter(0);
  }

  /// The last match at or before an instant of 0 to [#LAST_SECOND]; [#NONE] if there is none.
  long atOrBefore(long second) {
    int day = (int) (second / SECS_PER_DAY);
    int found = dayAtOrBefore(day);
    if (found == day) {
      int time = timeAtOrBefore((int) (second % SECS_PER_DAY));
      if (time >= 0) {
        return (long) day * SECS_PER_DAY + time;
      }
      found = day > 0 ? dayAtOrBefore(day - 1) : -1;
    }
    return found < 0 ? NONE : (long) found * SECS_PER_DAY + timeAtOrBefore(SECS_PER_DAY - 1);
  }

  /// How many matches there are from 0 to an instant, itself included.
  long countTo(long second) {
    int day = (int) (second / SECS_PER_DAY);
    long perDay = (long) Long.bitCount(hours) * Long.bitCount(minutes) * Long.bitCount(seconds);
    long whole = daysBefore(day) * perDay;
    return dayAtOrAfter(day) == day ? whole + timesTo((int) (second % SECS_PER_DAY)) : whole;
  }

  private int timeAtOrAfter(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    if (isSet(hours, hour)) {
      if (isSet(minutes, minute)) {
        int second = nextBit(seconds, secondOfDay % 60);
        if (second >= 0) {
          return hour * 3600 + minute * 60 + second;
        }
      }
      int laterMinute = nextBit(minutes, minute + 1);
      if (laterMinute >= 0) {
        return hour * 3600 + laterMinute * 60 + nextBit(seconds, 0);
      }
    }
    int laterHour = nextBit(hours, hour + 1);
    return laterHour < 0 ? -1 : laterHour * 3600 + nextBit(minutes, 0) * 60 + nextBit(seconds, 0);
  }

  private int timeAtOrBefore(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    if (isSet(hours, hour)) {
      if (isSet(minutes, minute)) {
        int second = previousBit(seconds, secondOfDay % 60);
        if (second >= 0) {
          return hour * 3600 + minute * 60 + second;
        }
      }
      int earlierMinute = previousBit(minutes, minute - 1);
      if (earlierMinute >= 0) {
        return hour * 3600 + earlierMinute * 60 + previousBit(seconds, 59);
      }
    }
    int earlierHour = previousBit(hours, hour - 1);
    return earlierHour < 0
        ? -1
        : earlierHour * 3600 + previousBit(minutes, 59) * 60 + previousBit(seconds, 59);
  }

  /// How many times of day match up to one, itself included.
  private long timesTo(int secondOfDay) {
    int hour = secondOfDay / 3600;
    int minute = secondOfDay / 60 % 60;
    long perMinute = Long.bitCount(seconds);
    long count = bitsBelow(hours, hour) * Long.bitCount(minutes) * perMinute;
    if (isSet(hours, hour)) {
      count += bitsBelow(minutes, minute) * perMinute;
      if (isSet(minutes, minute)) {
        count += bitsBelow(seconds, secondOfDay % 60 + 1);
      }
    }
    return count;
  }

  private int dayAtOrAfter(int day) {
    int from = YearTable.yearOf(day);
    int fromMonth = YearTable.monthOf(day, from);
    for (int year = years.nextSetBit(from); year >= 0; year = years.nextSetBit(year + 1)) {
      int month = nextBit(months, year == from ? fromMonth : 0);
      for (; month >= 0; month = nextBit(months, month + 1)) {
        int start = YearTable.startOf(year, month);
        int days = matchingDays(year, month);
        if (start < day) {
          days &= -1 << (day - start);
        }
        if (days != 0) {
          return start + Integer.numberOfTrailingZeros(days);
        }
      }
    }
    return -1;
  }

  private int dayAtOrBefore(int day) {
    int from = YearTable.yearOf(day);
    int fromMonth = YearTable.monthOf(day, from);
    for (int year = years.previousSetBit(from); year >= 0; year = years.previousSetBit(year - 1)) {
      int month = previousBit(months, year == from ? fromMonth : 11);
      for (; month >= 0; month = previousBit(months, month - 1)) {
        int start = YearTable.startOf(year, month);
        int days = matchingDays(year, month);
        if (day - start < 31) {
          days &= (int) ((1L << (day - start + 1)) - 1);
        }
        if (days != 0) {
          return start + 31 - Integer.numberOfLeadingZeros(days);
        }
      }
    }
    return -1;
  }

  private long daysBefore(int day) {
    long count = 0;
    for (int year = years.nextSetBit(0); year >= 0; year = years.nextSetBit(year + 1)) {
      for (int month = nextBit(months, 0); month >= 0; month = nextBit(months, month + 1)) {
        int start = YearTable.startOf(year, month);
        if (start >= day) {
          return count;
        }
        count += bitsBelow(matchingDays(year, month), Math.min(day - start, 31));
      }
    }
    return count;
  }

  private int matchingDays(int year, int month) {
    int length = YearTable.lengthOf(year, month);
    return daysByFirstWeekday[YearTable.weekdayOf(YearTable.startOf(year, month))]
        & (int) ((1L << length) - 1);
  }

  private static boolean isSet(long set, int bit) {
    return ((set >>> bit) & 1) != 0;
  }

  /// The first set bit from `from` (0 to 60) on; -1 if there is none.
  private static int nextBit(long set, int from) {
    long rest = set & (-1L << from);
    return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
  }

  /// The last set bit up to `from` (-1 to 59); -1 if there is none.
  private static int previousBit(long set, int from) {
    return 63 - Long.numberOfLeadingZeros(set & ((1L << (from + 1)) - 1));
  }

  private static long bitsBelow(long set, int bit) {
    return Long.bitCount(set & ((1L << bit) - 1));
  }
}
