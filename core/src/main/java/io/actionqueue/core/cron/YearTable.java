package io.actionqueue.core.cron;

/// The Gregorian calendar from 1970 to 2100 in days since 1970-01-01. Years and months count from
/// 0, so year 0 is 1970.
final class YearTable {
  /// How many years there are.
  static final int YEARS = CronField.YEAR.max() - CronField.YEAR.min() + 1;

  private static final int[] MONTH_LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /// The first day of each month, and the day behind the last month.
  private static final int[] STARTS = starts();

  /// How many days there are.
  static final int DAYS = STARTS[YEARS * 12];

  private YearTable() {}

  private static int[] starts() {
    var starts = new int[YEARS * 12 + 1];
    for (int month = 0; month < YEARS * 12; month++) {
      starts[month + 1] = starts[month] + monthLength(month / 12, month % 12);
    }
    return starts;
  }

  private static int monthLength(int year, int month) {
    int full = year + CronField.YEAR.min();
    boolean leap = full % 4 == 0 && (full % 100 != 0 || full % 400 == 0);
    return month == 1 && leap ? 29 : MONTH_LENGTHS[month];
  }

  /// The year of a day. A year has at most 366 days, so the first guess is never too late, and over
  /// this range less than one year too early.
  static int yearOf(int day) {
    int guess = day / 366;
    return guess + 1 < YEARS && STARTS[(guess + 1) * 12] <= day ? guess + 1 : guess;
  }

  /// The month of a day of the given year. The guess is never too late and at most one too early.
  static int monthOf(int day, int year) {
    int guess = (day - STARTS[year * 12]) / 32;
    return STARTS[year * 12 + guess + 1] <= day ? guess + 1 : guess;
  }

  /// The first day of a month.
  static int startOf(int year, int month) {
    return STARTS[year * 12 + month];
  }

  /// The number of days of a month.
  static int lengthOf(int year, int month) {
    return STARTS[year * 12 + month + 1] - STARTS[year * 12 + month];
  }

  /// The weekday of a day; 0 is Sunday. Day 0 was a Thursday.
  static int weekdayOf(int day) {
    return (day + 4) % 7;
  }
}
