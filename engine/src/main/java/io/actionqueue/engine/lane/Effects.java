package io.actionqueue.engine.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Effects in the order in which they were registered, each waiting for a sequence. Thread-safe:
/// the engine thread adds, the log thread releases; one that adds what is durable already runs it
/// itself.
final class Effects {
  private record Held(long sequence, List<Effect> effects) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long durable;
  private @Nullable Throwable failure;

  /// Effects over a log that is durable up to a sequence.
  Effects(long durable) {
    this.durable = durable;
  }

  /// Holds effects until `sequence` is durable; runs them at once if it is.
  void add(long sequence, List<Effect> effects) {
    Throwable failed;
    synchronized (this) {
      failed = failure;
      boolean wait = !held.isEmpty() || Long.compareUnsigned(sequence, durable) > 0;
      if (failed == null && wait) {
        held.add(new Held(sequence, effects));
        return;
      }
    }
    run(sequence, effects, failed);
  }

  /// Runs everything that waits for `sequence` or less.
  void release(long sequence) {
    var ready = new ArrayList<Held>();
    synchronized (this) {
      durable = sequence;
      while (!held.isEmpty() && Long.compareUnsigned(held.peek().sequence(), sequence) <= 0) {
        ready.add(held.remove());
      }
    }
    for (Held batch : ready) {
      run(batch.sequence(), batch.effects(), null);
    }
  }

  /// Fails everything that waits, and all that comes later; only the first cause counts.
  void fail(Throwable cause) {
    List<Held> lost;
    Throwable first;
    synchronized (this) {
      failure = failure == null ? cause : failure;
      first = failure;
      lost = List.copyOf(held);
      held.clear();
    }
    for (Held batch : lost) {
      run(batch.sequence(), batch.effects(), first);
    }
  }

  private static void run(long sequence, List<Effect> effects, @Nullable Throwable cause) {
    for (Effect effect : effects) {
      if (cause == null) {
        effect.durable();
      } else {
        effect.failed(sequence, cause);
      }
    }
  }
}
