package io.actionqueue.engine.dispatch;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import org.jspecify.annotations.Nullable;

/// A run as it stood when it became Ready, or was given another priority: the order of selection is
/// fixed at that moment.
///
/// @param priority larger first
/// @param first first key of the selection order, unsigned; smaller first
/// @param second second key, likewise
/// @param sequence log sequence of the event that made it Ready
/// @param run the run; its id decides last
/// @param ranking knows whether another one counts in its place by now; null if none can
record Candidate(
    int priority, long first, long second, long sequence, RunEntry run, @Nullable Ranking ranking)
    implements Comparable<Candidate> {
  static Candidate of(RunEntry run, SelectionOrder order) {
    return new Candidate(
        run.priority(), order.firstKey(run), order.secondKey(run), run.readySequence(), run, null);
  }

  /// Whether the run is still Ready by the very event that made this candidate, and has not been
  /// given another priority since: whoever stands in a line twice is let go once.
  boolean isCurrent() {
    return run.state() == RunState.READY
        && run.readySequence() == sequence
        && (ranking == null || ranking.counts(this));
  }

  @Override
  public int compareTo(Candidate other) {
    if (priority != other.priority) {
      return priority > other.priority ? -1 : 1;
    }
    return compareWithin(other.first, other.second, other.run);
  }

  /// Whether it goes before a run as that stands now; never before itself.
  boolean goesBefore(RunEntry other) {
    if (ranking == null) {
      return false;
    }
    int otherPriority = ranking.priority(other);
    return priority != otherPriority
        ? priority > otherPriority
        : compareWithin(ranking.first(other), ranking.second(other), other) < 0;
  }

  /// Compares with a run of the same priority.
  int compareWithin(long otherFirst, long otherSecond, RunEntry otherRun) {
    int byFirst = Long.compareUnsigned(first, otherFirst);
    if (byFirst != 0) {
      return byFirst;
    }
    int bySecond = Long.compareUnsigned(second, otherSecond);
    return bySecond != 0 ? bySecond : run.compareId(otherRun);
  }
}
