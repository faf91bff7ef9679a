package io.actionqueue.core.task;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.cron.CronExpression;
import org.jspecify.annotations.Nullable;

/// How many runs a task implies, and when (spec 02 §2.4).
public sealed interface RunPolicy {
  /// The policy with one run, due at once.
  RunPolicy ONCE = new Once();

  /// The most runs that a task may ever have; the largest long if nothing bounds them.
  long maxRuns();

  /// Text form: `once`, `repeat:N:S` or `cron:EXPR`.
  String canonicalText();

  /// One run.
  record Once() implements RunPolicy {
    @Override
    public long maxRuns() {
      return 1;
    }

    @Override
    public String canonicalText() {
      return "once";
    }
  }

  /// A fixed number of runs at a fixed distance, the first due at submission.
  ///
  /// @param count number of runs; 1 to 4,294,967,295
  /// @param intervalSecs distance in seconds; unsigned, at least 1
  record Repeat(long count, long intervalSecs) implements RunPolicy {
    /// Checks the count, then the interval.
    ///
    /// @throws InvalidValue kind `InvalidRepeatCount` or `InvalidRepeatIntervalSecs`
    public Repeat {
      if (count < 1 || count > 0xffff_ffffL) {
        throw new InvalidValue(
            "InvalidRepeatCount", "repeat count must be between 1 and 4294967295, was " + count);
      }
      if (intervalSecs == 0) {
        throw new InvalidValue(
            "InvalidRepeatIntervalSecs", "repeat interval must be at least 1 second, was 0");
      }
    }

    @Override
    public long maxRuns() {
      return count;
    }

    @Override
    public String canonicalText() {
      return "repeat:" + count + ":" + Long.toUnsignedString(intervalSecs);
    }
  }

  /// Runs at the instants that a cron expression names, in UTC.
  ///
  /// @param expression six or seven fields or a shorthand, kept as it was written
  /// @param maxOccurrences how many runs at most; 1 to 4,294,967,295, null for no limit
  record Cron(String expression, @Nullable Long maxOccurrences) implements RunPolicy {
    /// Checks that the expression parses and that the limit, if given, is at least 1.
    ///
    /// @throws InvalidValue kind `CronPolicyError`
    public Cron {
      CronExpression.parse(expression);
      if (maxOccurrences != null && (maxOccurrences < 1 || maxOccurrences > 0xffff_ffffL)) {
        throw new InvalidValue(
            "CronPolicyError",
            "max_occurrences must be at least 1 and at most 4294967295, was " + maxOccurrences);
      }
    }

    @Override
    public long maxRuns() {
      return maxOccurrences == null ? Long.MAX_VALUE : maxOccurrences;
    }

    @Override
    public String canonicalText() {
      return "cron:" + expression;
    }
  }
}
