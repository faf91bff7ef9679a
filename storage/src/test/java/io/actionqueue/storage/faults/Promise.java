package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.state.QueueState;
import java.util.List;

/// What a directory must give back at one moment: everything acknowledged, and of what was handed
/// over since then whole batches from the front, if anything. Immutable.
///
/// @param states the state after the last acknowledged batch, and after each one handed over since
record Promise(List<Recorded> states) {

  /// A state that may be found.
  ///
  /// @param sequence its last event
  /// @param digest the digest of everything recorded
  record Recorded(long sequence, String digest) {
    static Recorded of(QueueState state) {
      return new Recorded(state.latestSequence(), state.digest());
    }
  }

  Promise {
    states = List.copyOf(states);
  }

  long acknowledged() {
    return states.getFirst().sequence();
  }

  long handedOver() {
    return states.getLast().sequence();
  }

  /// Fails unless a recovered state is one of those promised; gives which.
  Recorded check(QueueState recovered) {
    Recorded found = Recorded.of(recovered);
    assertThat(found.sequence())
        .as("recovered sequence, %d acknowledged, %d handed over", acknowledged(), handedOver())
        .isBetween(acknowledged(), handedOver());
    assertThat(states)
        .as("states at the ends of batches, recovered sequence %d", found.sequence())
        .contains(found);
    return found;
  }
}
