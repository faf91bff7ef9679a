package io.actionqueue.server.config;

import io.actionqueue.Durability;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.util.Locale;

/// Values of the engine as configuration texts.
final class EngineTexts {
  private static final long MAX_GRACE_SECS = 315_360_000L;
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

  /// `catch-up-all`, `catch-up-last:N[:GRACE]`, `skip[:GRACE]` or `coalesce[:GRACE]`.
  static MisfirePolicy misfire(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
    boolean counted = parts[0].equals("catch-up-last");
    int most = parts[0].equals("catch-up-all") ? 1 : counted ? 3 : 2;
    if (parts.length <= most && (!counted || parts.length > 1)) {
      int at = counted ? 2 : 1;
      long grace =
          parts.length > at
              ? ConfigType.parseNumber(parts[at], 0, MAX_GRACE_SECS)
              : MisfirePolicy.DEFAULT_GRACE_SECS;
      switch (parts[0]) {
        case "catch-up-all" -> {
          return new MisfirePolicy.CatchUpAll();
        }
        case "catch-up-last" -> {
          long count = ConfigType.parseNumber(parts[1], 1, MisfirePolicy.CatchUpLast.MAX_COUNT);
          return new MisfirePolicy.CatchUpLast(count, grace);
        }
        case "skip" -> {
          return new MisfirePolicy.Skip(grace);
        }
        case "coalesce" -> {
          return new MisfirePolicy.Coalesce(grace);
        }
        default -> {
          // Said below.
        }
      }
    }
    throw new IllegalArgumentException(
        "expected catch-up-all, catch-up-last:N, skip or coalesce, was '" + text + "'");
  }

  private static long millis(String digits) {
    return ConfigType.parseNumber(digits, 0, MAX_BACKOFF_MILLIS);
  }
}
