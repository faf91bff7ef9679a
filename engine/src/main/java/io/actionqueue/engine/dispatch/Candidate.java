package io.actionqueue.engine.dispatch;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;

/// A run as it stood when it became Ready: the order of selection (S-7) is fixed at that moment.
///
/// @param priority larger first
/// @param since instant of becoming due, epoch seconds, unsigned; earlier first
/// @param sequence log sequence of the event that made it Ready, unsigned; earlier first
/// @param run the run; its id decides last
record Candidate(int priority, long since, long sequence, RunEntry run)
    implements Comparable<Candidate> {
  static Candidate of(RunEntry run) {
    return new Candidate(run.priority(), run.readySince(), run.readySequence(), run);
  }

  /// Whether the run is still Ready by the very event that made this candidate.
  boolean isCurrent() {
    return run.state() == RunState.READY && run.readySequence() == sequence;
  }

  @Override
  public int compareTo(Candidate other) {
    if (priority != other.priority) {
      return priority > other.priority ? -1 : 1;
    }
    return compareWithin(other.since, other.sequence, other.run);
  }

  /// Compares with a run of the same priority.
  int compareWithin(long otherSince, long otherSequence, RunEntry otherRun) {
    int bySince = Long.compareUnsigned(since, otherSince);
    if (bySince != 0) {
      return bySince;
    }
    int bySequence = Long.compareUnsigned(sequence, otherSequence);
    return bySequence != 0 ? bySequence : run.compareId(otherRun);
  }
}
