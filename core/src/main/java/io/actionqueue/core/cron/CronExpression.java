package io.actionqueue.core.cron;

import java.util.OptionalLong;

/// A parsed cron expression (spec 02 §2.4), evaluated in UTC. Immutable.
public final class CronExpression {
  private final String text;

  private CronExpression(String text) {
    this.text = text;
  }

  /// Reads six or seven fields or a shorthand.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `CronPolicyError`
  public static CronExpression parse(String text) {
    return new CronExpression(text);
  }

  /// The first matching epoch second after `epochSecond` (unsigned); empty if there is none up to
  /// the year 2100.
  public OptionalLong nextAfter(long epochSecond) {
    throw new UnsupportedOperationException(text);
  }
}
