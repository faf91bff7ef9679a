package io.actionqueue.core.port;

import io.actionqueue.core.event.Event;
import java.util.List;

/// Events that stand or fall together, with contiguous sequences.
///
/// @param firstSequence the sequence of the first event; unsigned, at least 1
/// @param events at least one event, in order
public record EventBatch(long firstSequence, List<Event> events) {
  /// The sequence of the last event.
  public long lastSequence() {
    return firstSequence + events.size() - 1;
  }
}
