package io.actionqueue;

import io.actionqueue.core.event.ExtensionEvent.RunDelayed;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.state.RunEntry;
import org.jspecify.annotations.Nullable;

/// Chooses when a failed run is tried again, where it is not the engine's back-off that says so: by
/// its task's retry policy, or by the handler (spec 03 §12.4, 03-W-34). Confined to the engine
/// thread.
final class Retries {
  private static final long MAX_DELAY_SECS = RetryPolicy.MAX_MILLIS / 1000;

  private final Engine engine;

  Retries(Engine engine) {
    this.engine = engine;
  }

  /// What becomes of a run that has attempts left.
  sealed interface Choice {
    /// The engine's back-off applies; nothing is recorded of it.
    record Backoff() implements Choice {}

    /// The run is tried again at an instant that is recorded.
    ///
    /// @param readyAtMillis epoch milliseconds
    record At(long readyAtMillis) implements Choice {}

    /// The policy's time for trying is over.
    record GiveUp() implements Choice {}
  }

  private static final Choice BACKOFF = new Choice.Backoff();

  /// Chooses after a failure of an attempt that is still open.
  ///
  /// @param chosenSecs the delay that the handler asked for, null if it did not; a retry policy
  ///   bounds it
  Choice choose(RunEntry run, @Nullable Long chosenSecs) {
    RetryPolicy policy = run.policy().retry();
    if (policy == null && chosenSecs == null) {
      return BACKOFF;
    }
    long failedAtSecond = failedAt(run);
    if (policy == null) {
      // Counted in whole seconds from that of the failure, as the engine's back-off is.
      long delay = chosenSecs == null ? 0 : Math.clamp(chosenSecs, 0, MAX_DELAY_SECS);
      return new Choice.At((failedAtSecond + delay) * 1000);
    }
    long delay =
        chosenSecs == null
            ? policyDelay(run, policy, engine.lane.state().extensions().delay(run.id()))
            : Math.min(1000 * Math.clamp(chosenSecs, 0, MAX_DELAY_SECS), policy.maxMillis());
    long readyAt = Math.max(engine.clock.millis(), failedAtSecond * 1000) + delay;
    boolean over = !policy.allows(firstDueMillis(run), readyAt);
    return over ? new Choice.GiveUp() : new Choice.At(readyAt);
  }

  /// The second that the batch will say: not before what is recorded of the run, even if the clock
  /// has gone back (02-W-6).
  private long failedAt(RunEntry run) {
    var attempt = run.lastAttempt();
    long began = attempt == null ? 0 : attempt.startedAt();
    long recorded = Math.max(run.lastStateChangeAt(), began);
    return Math.clamp(Math.max(engine.clock.second(), recorded), 0, Long.MAX_VALUE / 2000);
  }

  private long policyDelay(RunEntry run, RetryPolicy policy, @Nullable RunDelayed previous) {
    long before = previous == null ? 0 : previous.readyAtMillis() - previous.timestampMillis();
    long failures = Math.max(1, run.countedAttempts());
    return policy.delayMillis(failures, Math.max(0, before), engine.config.random());
  }

  private static long firstDueMillis(RunEntry run) {
    return Math.clamp(run.scheduledAt(), 0, Long.MAX_VALUE / 1000) * 1000;
  }
}
