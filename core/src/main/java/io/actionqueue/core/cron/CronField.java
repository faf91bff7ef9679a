package io.actionqueue.core.cron;

import java.util.List;
import java.util.Locale;

/// One field of a cron expression: its position, its range of numbers and its names.
enum CronField {
  SECOND("second", 0, 59),
  MINUTE("minute", 0, 59),
  HOUR("hour", 0, 23),
  DAY_OF_MONTH("day of month", 1, 31),
  MONTH("month", 1, 12),
  /// 1 is Sunday, 7 is Saturday.
  DAY_OF_WEEK("day of week", 1, 7),
  YEAR("year", 1970, 2100);

  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private static final List<String> WEEKDAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

  private final String label;
  private final int min;
  private final int max;

  CronField(String label, int min, int max) {
    this.label = label;
    this.min = min;
    this.max = max;
  }

  /// The name in messages.
  String label() {
    return label;
  }

  /// The smallest number.
  int min() {
    return min;
  }

  /// The largest number.
  int max() {
    return max;
  }

  /// Whether `?` may stand for `*`.
  boolean allowsQuestionMark() {
    return this == DAY_OF_MONTH || this == DAY_OF_WEEK;
  }

  /// Whether values may be written as names.
  boolean hasNames() {
    return this == MONTH || this == DAY_OF_WEEK;
  }

  /// The number that a name stands for, in any case; -1 if it stands for none here.
  int numberOf(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (this) {
      case MONTH -> position(MONTHS, lower);
      case DAY_OF_WEEK ->
          switch (lower) {
            case "tues" -> 3;
            case "thurs" -> 5;
            default -> position(WEEKDAYS, lower);
          };
      case SECOND, MINUTE, HOUR, DAY_OF_MONTH, YEAR -> -1;
    };
  }

  /// Counts from 1. A name is written in full or by its first three letters.
  private static int position(List<String> names, String lower) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.equals(lower) || (lower.length() == 3 && name.startsWith(lower))) {
        return i + 1;
      }
    }
    return -1;
  }
}
