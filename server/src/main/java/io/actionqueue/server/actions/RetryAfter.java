package io.actionqueue.server.actions;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// Reads the header `Retry-After` (RFC 9110 §10.2.3): seconds, or an HTTP date.
final class RetryAfter {
  /// A day: a server cannot put a run off for longer.
  static final long MAX_SECS = 86_400;

  private RetryAfter() {}

  /// The delay in seconds, empty if the text says none.
  ///
  /// @param now the wall clock in epoch seconds, asked for dates only
  static OptionalLong seconds(String text, LongSupplier now) {
    String value = text.strip();
    if (value.matches("\\d{1,9}")) {
      return OptionalLong.of(Math.min(Long.parseLong(value), MAX_SECS));
    }
    try {
      long at = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)).getEpochSecond();
      return OptionalLong.of(Math.clamp(at - now.getAsLong(), 0, MAX_SECS));
    } catch (DateTimeException _) {
      return OptionalLong.empty();
    }
  }
}
