package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.RunEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// By what Ready runs are compared: priority, then the keys of a [SelectionOrder]. With ageing the
/// priority becomes a part of the first key instead: a run counts as due earlier by so much for
/// each point, so that the order of two runs stays what it is however long they wait. Confined to
/// the engine thread.
final class Ranking {
  /// Keeps virtual instants positive.
  private static final long BIAS = 1L << 62;

  private final SelectionOrder order;
  private final long ageingSecs;
  private final @Nullable Extensions extensions;
  private final Map<RunEntry, Candidate> reprioritised = new HashMap<>();

  private Ranking(SelectionOrder order, long ageingSecs, @Nullable Extensions extensions) {
    this.order = order;
    this.ageingSecs = ageingSecs;
    this.extensions = extensions;
  }

  /// A ranking by the tasks' priorities alone.
  static Ranking of(SelectionOrder order) {
    return new Ranking(order, 0, null);
  }

  /// A ranking of the runs of a state.
  ///
  /// @param ageingSecs how much earlier a point of priority lets a run count as due; 0 for
  ///   priorities that no waiting makes up for; at most 2^30
  static Ranking of(SelectionOrder order, long ageingSecs, Extensions extensions) {
    return new Ranking(order, ageingSecs, extensions);
  }

  /// Larger goes first.
  int priority(RunEntry run) {
    return ageingSecs > 0 ? 0 : ownPriority(run);
  }

  /// Among equal priorities smaller (unsigned) goes first.
  long first(RunEntry run) {
    long first = order.firstKey(run);
    return ageingSecs > 0 ? BIAS + first - ageingSecs * ownPriority(run) : first;
  }

  /// Decides where the first key is equal.
  long second(RunEntry run) {
    return order.secondKey(run);
  }

  /// The run as it stands now, to be put in a line: of a run that was given another priority, only
  /// what is made last counts from then on. To compare alone there is [Candidate#goesBefore].
  Candidate candidate(RunEntry run) {
    var candidate =
        new Candidate(priority(run), first(run), second(run), run.readySequence(), run, this);
    if (!reprioritised.isEmpty() && reprioritised.containsKey(run)) {
      reprioritised.put(run, candidate);
    }
    return candidate;
  }

  /// Notes that a Ready run has another priority: only the candidate returned, and what is made of
  /// it later, counts from now on.
  Candidate reprioritise(RunEntry run) {
    reprioritised.put(run, Candidate.of(run, order));
    return candidate(run);
  }

  /// Forgets that a run had another priority, as it leaves Ready.
  void left(RunEntry run) {
    if (!reprioritised.isEmpty()) {
      reprioritised.remove(run);
    }
  }

  /// Whether a candidate is the one that counts for its run: that very one, since a run may get the
  /// priority again that it had.
  @SuppressWarnings("ReferenceEquality")
  boolean counts(Candidate candidate) {
    Candidate latest = reprioritised.isEmpty() ? null : reprioritised.get(candidate.run());
    return latest == null || latest == candidate;
  }

  /// Whether a run counts as it became Ready.
  boolean counts(RunEntry run) {
    return reprioritised.isEmpty() || !reprioritised.containsKey(run);
  }

  private int ownPriority(RunEntry run) {
    return extensions == null ? run.priority() : extensions.priority(run);
  }
}
