package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which slice of a list to show (spec 04 §5.3).
final class ListingOptions {
  private static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_LIMIT = 100;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 1000 (100).")
  private @Nullable String limit;

  @Option(names = "--offset", paramLabel = "N", description = "Pass over so many first (0).")
  private @Nullable String offset;

  int limit() {
    long value = limit == null ? DEFAULT_LIMIT : number("limit", limit);
    if (value < 1 || value > MAX_LIMIT) {
      throw invalid("limit must be between 1 and 1000");
    }
    return (int) value;
  }

  long offset() {
    return offset == null ? 0 : number("offset", offset);
  }

  private static long number(String name, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below, for both.
    }
    throw invalid(name + " must be a non-negative integer, was '" + text + "'");
  }

  private static CliFailure invalid(String message) {
    return CliFailure.validation("invalid_pagination", message);
  }

  /// What to say under a list that does not show everything: the slice and, where a search ended
  /// before it had found as many as it may, how to go on.
  static List<String> below(long shown, long offset, @Nullable Long total, @Nullable String next) {
    List<String> lines = new ArrayList<>();
    String rest = rest(shown, offset, total);
    if (!rest.isEmpty()) {
      lines.add(rest);
    }
    if (next != null && (total == null || shown == 0)) {
      lines.add("more to look at: --after " + next);
    }
    return lines;
  }

  /// What to say under a list that does not show everything; empty if it does.
  static String rest(long shown, long offset, @Nullable Long total) {
    if (total == null) {
      return offset == 0 && shown == 0 ? "" : "%d to %d".formatted(offset + 1, offset + shown);
    }
    return shown + offset >= total && offset == 0
        ? ""
        : "%d to %d of %d".formatted(Math.min(offset + 1, total), offset + shown, total);
  }
}
