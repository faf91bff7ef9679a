package io.actionqueue.core.state;

import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the finished attempts of a state ended, interruptions apart from failures (S-34): counted as
/// attempts end, never by looking at history. Confined to the state's thread.
public final class AttemptTally {
  private final long[] finished = new long[AttemptResult.values().length];
  private long interrupted;

  AttemptTally() {}

  /// Finished attempts by recorded result, without the interrupted ones.
  public Map<AttemptResult, Long> finished() {
    var counts = new EnumMap<AttemptResult, Long>(AttemptResult.class);
    for (AttemptResult each : AttemptResult.values()) {
      counts.put(each, finished[each.ordinal()]);
    }
    return counts;
  }

  /// Attempts that were cut off.
  public long interrupted() {
    return interrupted;
  }

  /// Counts an attempt that has ended.
  void add(AttemptResult result, @Nullable String error) {
    count(result, error, 1);
  }

  /// Counts the finished ones among a run's attempts.
  void addAll(List<StateImage.Attempt> attempts) {
    countAll(attempts, 1);
  }

  /// Forgets the finished ones among a run's attempts.
  void removeAll(List<StateImage.Attempt> attempts) {
    countAll(attempts, -1);
  }

  private void countAll(List<StateImage.Attempt> attempts, int step) {
    for (StateImage.Attempt attempt : attempts) {
      if (attempt.result() != null) {
        count(attempt.result(), attempt.error(), step);
      }
    }
  }

  private void count(AttemptResult result, @Nullable String error, int step) {
    boolean cutOff =
        result == AttemptResult.FAILURE
            && error != null
            && error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
    if (cutOff) {
      interrupted += step;
    } else {
      finished[result.ordinal()] += step;
    }
  }
}
