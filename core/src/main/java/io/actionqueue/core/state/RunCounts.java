package io.actionqueue.core.state;

import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// What is counted about the runs of a task that has many, so that nobody has to look at all of
/// them. Confined to the owner of its [QueueState].
final class RunCounts {
  private final int[] inState = new int[RunState.values().length];
  private long lastSlot;
  private long lastEnd;

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
  }

  void moved(RunEntry run, RunState from) {
    inState[from.ordinal()]--;
    inState[run.state().ordinal()]++;
    entered(run);
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
