package io.actionqueue.simulation;

import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;

/// Which of two Ready runs goes first (03 §2.4, S-7).
final class Precedence {
  private final Knowledge known;
  private long adoptedSequence;

  Precedence(Knowledge known) {
    this.known = known;
  }

  /// A new process begins with what it found.
  void adopt(QueueState recovered) {
    adoptedSequence = recovered.latestSequence();
  }

  /// Whether a run goes before another.
  boolean precedes(RunEntry a, RunEntry b) {
    int byPriority = Integer.compare(priority(a), priority(b));
    if (byPriority != 0) {
      return byPriority > 0;
    }
    boolean byCreation = known.settings.byCreation();
    int order =
        byCreation
            ? Long.compareUnsigned(a.createdAt(), b.createdAt())
            : Long.compareUnsigned(a.readySince(), b.readySince());
    if (order != 0 || byCreation) {
      return order != 0 ? order < 0 : a.compareId(b) < 0;
    }
    // A snapshot forgets the order of those that were Ready before (S-38).
    return Long.compareUnsigned(b.readySequence(), adoptedSequence) > 0
        && Long.compareUnsigned(a.readySequence(), b.readySequence()) < 0;
  }

  /// The task's, or what somebody gave the run while it was Ready (S-38).
  int priority(RunEntry run) {
    return known.state.extensions().priority(run);
  }
}
