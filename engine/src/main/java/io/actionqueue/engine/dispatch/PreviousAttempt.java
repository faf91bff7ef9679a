package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An abandoned attempt's handler must return before the run's next attempt starts (S-37).
final class PreviousAttempt implements Check {
  private final Map<RunEntry, Waiters> lingering = new HashMap<>();

  /// Notes that the records went on although the run's handler has not returned.
  void abandoned(RunEntry run) {
    lingering.putIfAbsent(run, new Waiters());
  }

  /// Notes that the handler returned; the run's own next candidate, if it waited.
  @Nullable Candidate ended(RunEntry run) {
    if (lingering.isEmpty()) {
      return null;
    }
    Waiters waiting = lingering.remove(run);
    return waiting == null ? null : waiting.poll();
  }

  @Override
  public boolean refuses(RunEntry run) {
    return !lingering.isEmpty() && lingering.containsKey(run);
  }

  @Override
  public Block describe(RunEntry run) {
    return new Block(
        "previous_attempt_running", "the handler of an abandoned attempt has not returned", null);
  }

  @Override
  public void park(Candidate candidate) {
    Waiters waiting = lingering.get(candidate.run());
    if (waiting != null) {
      waiting.add(candidate);
    }
  }
}
