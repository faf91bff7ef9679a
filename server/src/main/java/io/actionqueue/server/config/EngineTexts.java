package io.actionqueue.server.config;

import io.actionqueue.Durability;
import io.actionqueue.core.schedule.Backoff;
import java.util.Locale;

/// Values of the engine as configuration texts.
final class EngineTexts {
  private static final long MAX_BACKOFF_MILLIS = 365L * 24 * 3600 * 1000;

  private EngineTexts() {}

  /// `sync`, `os` or `interval:MILLIS`.
  static Durability durability(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("interval:")) {
      return Durability.interval(
          (int) ConfigType.parseNumber(lower.substring("interval:".length()), 1, 60_000));
    }
    return switch (lower) {
      case "sync" -> Durability.SYNC;
      case "os" -> Durability.OS;
      default ->
          throw new IllegalArgumentException(
              "expected sync, os or interval:MILLIS, was '" + text + "'");
    };
  }

  /// `fixed:MILLIS` or `exponential:BASE_MILLIS:MAX_MILLIS`.
  static Backoff backoff(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
    if (parts.length == 2 && parts[0].equals("fixed")) {
      return new Backoff.Fixed(millis(parts[1]));
    }
    if (parts.length == 3 && parts[0].equals("exponential")) {
      return new Backoff.Exponential(millis(parts[1]), millis(parts[2]));
    }
    throw new IllegalArgumentException(
        "expected fixed:MILLIS or exponential:BASE:MAX, was '" + text + "'");
  }

  private static long millis(String digits) {
    return ConfigType.parseNumber(digits, 0, MAX_BACKOFF_MILLIS);
  }
}
