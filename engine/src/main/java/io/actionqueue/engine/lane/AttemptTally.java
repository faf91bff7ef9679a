package io.actionqueue.engine.lane;

import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the finished attempts ended, interruptions apart from failures (S-34). Confined to the
/// engine thread.
public final class AttemptTally {
  private final long[] finished = new long[AttemptResult.values().length];
  private long interrupted;

  private AttemptTally() {}

  /// The tally of what a state holds.
  static AttemptTally of(QueueState state) {
    var tally = new AttemptTally();
    for (RunEntry run : state.runs()) {
      if (run.attemptCount() > 0) {
        for (StateImage.Attempt attempt : run.attempts()) {
          if (attempt.result() != null) {
            tally.add(attempt.result(), attempt.error());
          }
        }
      }
    }
    return tally;
  }

  /// Counts an attempt that has just been finished.
  void add(AttemptFinished event) {
    add(event.result(), event.error());
  }

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

  private void add(AttemptResult result, @Nullable String error) {
    boolean cutOff =
        result == AttemptResult.FAILURE
            && error != null
            && error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
    if (cutOff) {
      interrupted++;
    } else {
      finished[result.ordinal()]++;
    }
  }
}
