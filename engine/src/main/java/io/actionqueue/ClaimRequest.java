package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A worker's wish for work (spec 04 §13.3). Immutable.
///
/// Without anything else said: one run, the engine's lease timeout, no waiting.
public final class ClaimRequest {
  /// The most runs of one claim.
  public static final int MAX_RUNS = 1000;

  /// The longest that a claim may wait.
  public static final Duration MAX_WAIT = Duration.ofMinutes(10);

  private final ActorId actor;
  private final int max;
  private final @Nullable Long leaseSecs;
  private final Duration wait;

  private ClaimRequest(ActorId actor, int max, @Nullable Long leaseSecs, Duration wait) {
    this.actor = actor;
    this.max = max;
    this.leaseSecs = leaseSecs;
    this.wait = wait;
  }

  /// One run for a worker.
  public static ClaimRequest by(ActorId actor) {
    return new ClaimRequest(actor, 1, null, Duration.ZERO);
  }

  /// Up to so many runs, 1 to 1000.
  ///
  /// @throws InvalidValue kind `InvalidClaimSize`
  public ClaimRequest max(int runs) {
    if (runs < 1 || runs > MAX_RUNS) {
      throw new InvalidValue(
          "InvalidClaimSize", "a claim is for 1 to " + MAX_RUNS + " runs, was " + runs);
    }
    return new ClaimRequest(actor, runs, leaseSecs, wait);
  }

  /// How long the leases last without a heartbeat, in seconds, 3 to 86,400. Default: the engine's
  /// lease timeout.
  ///
  /// @throws InvalidValue kind `InvalidLeaseSecs`
  public ClaimRequest leaseSecs(long seconds) {
    return new ClaimRequest(actor, max, checkLease(seconds), wait);
  }

  /// How long to wait for a run when there is none, up to ten minutes. Default: not at all.
  ///
  /// @throws InvalidValue kind `InvalidClaimWait`
  public ClaimRequest waitUpTo(Duration longest) {
    if (longest.isNegative() || longest.compareTo(MAX_WAIT) > 0) {
      throw new InvalidValue("InvalidClaimWait", "a claim waits 0 to 10 minutes, was " + longest);
    }
    return new ClaimRequest(actor, max, leaseSecs, longest);
  }

  /// Who wants work.
  public ActorId actor() {
    return actor;
  }

  int max() {
    return max;
  }

  @Nullable Long leaseSecs() {
    return leaseSecs;
  }

  Duration waiting() {
    return wait;
  }

  static long checkLease(long seconds) {
    if (seconds < 3 || seconds > 86_400) {
      throw new InvalidValue(
          "InvalidLeaseSecs", "a lease lasts 3 to 86400 seconds, was " + seconds);
    }
    return seconds;
  }
}
