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

  /// Whether a run of the same tenant goes before another, or of any where tenants do not matter.
  boolean precedes(RunEntry a, RunEntry b) {
    Settings.Selection selection = known.settings.selection();
    boolean ages = selection.ageingSecs() > 0;
    int byPriority = ages ? 0 : Integer.compare(priority(a), priority(b));
    if (byPriority != 0) {
      return byPriority > 0;
    }
    boolean byCreation = selection.byCreation();
    int order =
        byCreation
            ? Long.compare(a.createdAt() - earlier(a), b.createdAt() - earlier(b))
            : Long.compare(a.readySince() - earlier(a), b.readySince() - earlier(b));
    if (order != 0 || byCreation) {
      return order != 0 ? order < 0 : a.compareId(b) < 0;
    }
    // A snapshot forgets the order of those that were Ready before (S-38).
    return Long.compareUnsigned(b.readySequence(), adoptedSequence) > 0
        && Long.compareUnsigned(a.readySequence(), b.readySequence()) < 0;
  }

  /// By how much a run counts as due earlier for its priority, seconds.
  private long earlier(RunEntry run) {
    return known.settings.selection().ageingSecs() * priority(run);
  }

  /// Whether a run goes before another where handlers here are concerned: tenants take turns, if
  /// they are to.
  boolean precedesHere(RunEntry a, RunEntry b) {
    return known.shares.decides(a, b) ? known.shares.precedes(a, b) : precedes(a, b);
  }

  /// The task's, or what somebody gave the run while it was Ready (S-38).
  int priority(RunEntry run) {
    return known.state.extensions().priority(run);
  }
}
