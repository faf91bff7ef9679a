package io.actionqueue.core.actor;

import io.actionqueue.core.InvalidValue;

/// When a silent actor counts as dead (spec 03 §10.2).
///
/// @param intervalSecs seconds between beats, unsigned; at least 1
/// @param timeoutMultiplier how many intervals may pass without one; 1 to 4,294,967,295
public record HeartbeatPolicy(long intervalSecs, long timeoutMultiplier) {
  /// The multiplier of actors that name none.
  public static final long DEFAULT_MULTIPLIER = 3;

  /// Three beats of 30 seconds.
  public static final HeartbeatPolicy DEFAULT = new HeartbeatPolicy(30, DEFAULT_MULTIPLIER);

  /// Checks the interval, then the multiplier.
  ///
  /// @throws InvalidValue kind `ZeroHeartbeatInterval` or `InvalidTimeoutMultiplier`
  public HeartbeatPolicy {
    if (intervalSecs == 0) {
      throw new InvalidValue(
          "ZeroHeartbeatInterval", "heartbeat interval must be at least 1 second, was 0");
    }
    if (timeoutMultiplier < 1 || timeoutMultiplier > 0xffff_ffffL) {
      throw new InvalidValue(
          "InvalidTimeoutMultiplier",
          "timeout multiplier must be between 1 and 4294967295, was " + timeoutMultiplier);
    }
  }

  /// The policy of an actor with the given interval and the usual multiplier.
  public static HeartbeatPolicy every(long intervalSecs) {
    return new HeartbeatPolicy(intervalSecs, DEFAULT_MULTIPLIER);
  }

  /// How long an actor may be silent, in seconds, unsigned and saturating.
  public long timeoutSecs() {
    return Math.unsignedMultiplyHigh(intervalSecs, timeoutMultiplier) != 0
        ? -1L
        : intervalSecs * timeoutMultiplier;
  }

  /// The first instant at which an actor counts as dead, in epoch seconds, unsigned and saturating.
  ///
  /// @param lastBeat its last beat or its registration, whichever is later
  public long deadAt(long lastBeat) {
    long sum = lastBeat + timeoutSecs();
    return Long.compareUnsigned(sum, lastBeat) < 0 ? -1L : sum;
  }

  /// Whether an actor counts as dead.
  ///
  /// @param lastBeat its last beat or its registration, whichever is later
  /// @param now epoch seconds, unsigned
  public boolean isDead(long lastBeat, long now) {
    return Long.compareUnsigned(now, deadAt(lastBeat)) >= 0;
  }
}
