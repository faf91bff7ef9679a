package io.actionqueue.storage.recovery;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.ReplayRefusal;
import org.jspecify.annotations.Nullable;

/// What a log is folded into. Confined to one thread.
sealed interface Folding {
  /// The last event contained, unsigned.
  long latestSequence();

  /// Whether an event may follow.
  ///
  /// @return why not, null if it may
  @Nullable ReplayRefusal check(long sequence, Event event);

  /// Takes in an event that may follow.
  void apply(long sequence, Event event);

  /// The whole state in memory.
  ///
  /// @param state takes the events in
  record IntoState(QueueState state) implements Folding {
    @Override
    public long latestSequence() {
      return state.latestSequence();
    }

    @Override
    public @Nullable ReplayRefusal check(long sequence, Event event) {
      return state.check(sequence, event);
    }

    @Override
    public void apply(long sequence, Event event) {
      state.apply(sequence, event);
    }
  }

  /// The sequence alone: whether the files belong together, without the state that they hold.
  final class IntoSequence implements Folding {
    private long latest;

    /// A fold that goes on from a snapshot.
    IntoSequence(long latest) {
      this.latest = latest;
    }

    @Override
    public long latestSequence() {
      return latest;
    }

    @Override
    public @Nullable ReplayRefusal check(long sequence, Event event) {
      return null;
    }

    @Override
    public void apply(long sequence, Event event) {
      latest = sequence;
    }
  }
}
