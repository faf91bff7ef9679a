package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.policy.Limit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rates as they are written on the command line: starts per period, such as `10/s` or `100/5m`.
final class RateText {
  private static final Pattern RATE = Pattern.compile("(\\d{1,7})/(\\d{0,11})(ms|s|m|h|d)");

  private RateText() {}

  /// The rate in a text.
  ///
  /// @param burst starts that may follow each other at once, null for as many as a period has
  static Limit.Rate parse(String text, @Nullable Integer burst) {
    Matcher match = RATE.matcher(text);
    if (!match.matches()) {
      throw CliFailure.badInput(
          "--rate must be N/PERIOD, such as 10/s, 100/5m or 1/500ms, was '" + text + "'");
    }
    int tokens = Integer.parseInt(match.group(1));
    long count = match.group(2).isEmpty() ? 1 : Long.parseLong(match.group(2));
    try {
      return new Limit.Rate(
          tokens, count * DurationText.ofUnit(match.group(3)), burst == null ? tokens : burst);
    } catch (InvalidValue e) {
      throw CliFailure.validation(e.code(), String.valueOf(e.getMessage()));
    }
  }

  /// A period in its largest whole unit.
  static String period(long perMillis) {
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long whole = DurationText.ofUnit(unit);
      if (perMillis % whole == 0) {
        return perMillis == whole ? unit : perMillis / whole + unit;
      }
    }
    return perMillis + "ms";
  }
}
