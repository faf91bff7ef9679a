package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as they are written on the command line: a number and a unit, such as `500ms`,
/// `30s`, `5m`, `2h` or `1d`.
final class DurationText {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private DurationText() {}

  /// The milliseconds of a text.
  ///
  /// @param option what the value belongs to
  static long millis(String option, String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw CliFailure.badInput(
          option
              + " must be a number and a unit, such as 500ms, 30s, 5m, 2h or 1d, was '"
              + text
              + "'");
    }
    return Long.parseLong(match.group(1)) * ofUnit(match.group(2));
  }

  /// The milliseconds of a unit.
  static long ofUnit(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }
}
