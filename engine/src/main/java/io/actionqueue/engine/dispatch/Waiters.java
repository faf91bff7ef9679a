package io.actionqueue.engine.dispatch;

import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Candidates that wait for one thing, in the order of selection. Confined to the engine thread.
final class Waiters {
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(4);

  void add(Candidate candidate) {
    queue.add(candidate);
  }

  /// The first one that is still current, taken out; null if there is none.
  @Nullable Candidate poll() {
    for (Candidate next = queue.poll(); next != null; next = queue.poll()) {
      if (next.isCurrent()) {
        return next;
      }
    }
    return null;
  }

  /// Takes all that are still current out.
  void drain(Consumer<Candidate> to) {
    for (Candidate next = poll(); next != null; next = poll()) {
      to.accept(next);
    }
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
