package io.actionqueue.core.state;

import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is counted about the runs of a task that has many, so that nobody has to look at all of
/// them. Confined to the owner of its [QueueState].
final class RunCounts {
  private static final int FEW = 16;

  private final int[] inState = new int[RunState.values().length];
  private long lastSlot;
  private long lastEnd;

  /// Those that had not ended when they were added, in order of creation, and at most as many more
  /// that have ended, but for a few.
  private @Nullable RunEntry[] kept = {};

  private int keptCount;
  private int ended;

  /// Counts of the first runs.
  RunCounts(@Nullable RunEntry[] runs, int count) {
    for (int i = 0; i < count; i++) {
      RunEntry run = runs[i];
      if (run != null) {
        add(run);
      }
    }
  }

  void add(RunEntry run) {
    inState[run.state().ordinal()]++;
    lastSlot = later(lastSlot, run.scheduledAt());
    entered(run);
    if (!run.state().isTerminal()) {
      if (keptCount == kept.length) {
        kept = Arrays.copyOf(kept, Math.max(FEW, keptCount * 2));
      }
      kept[keptCount++] = run;
    }
  }

  void moved(RunEntry run, RunState from) {
    inState[from.ordinal()]--;
    inState[run.state().ordinal()]++;
    entered(run);
    if (run.state().isTerminal() && !from.isTerminal() && ++ended > FEW && ended > keptCount / 2) {
      forgetEnded();
    }
  }

  /// Cost: twice as many as have ended since the last time, at most.
  private void forgetEnded() {
    int to = 0;
    for (int at = 0; at < keptCount; at++) {
      RunEntry run = kept[at];
      if (run != null && !run.state().isTerminal()) {
        kept[to++] = run;
      }
    }
    keptCount = to;
    kept = Arrays.copyOf(kept, Math.max(FEW, 2 * to));
    ended = 0;
  }

  /// Those that have not ended, in order of creation; a copy.
  List<RunEntry> live() {
    var live = new ArrayList<RunEntry>(keptCount - ended);
    for (int at = 0; at < keptCount; at++) {
      RunEntry run = kept[at];
      if (run != null && !run.state().isTerminal()) {
        live.add(run);
      }
    }
    return live;
  }

  /// How many [#live] looks at.
  int held() {
    return keptCount;
  }

  private void entered(RunEntry run) {
    if (run.state().isTerminal()) {
      lastEnd = later(lastEnd, run.lastStateChangeAt());
    }
  }

  static long later(long one, long other) {
    return Long.compareUnsigned(one, other) >= 0 ? one : other;
  }

  int in(RunState state) {
    return inState[state.ordinal()];
  }

  /// The latest due time.
  long lastSlot() {
    return lastSlot;
  }

  /// When a run ended last, 0 if none has.
  long lastEnd() {
    return lastEnd;
  }
}
