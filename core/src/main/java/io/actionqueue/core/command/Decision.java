package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import java.util.List;

/// The answer to a command; nothing has changed yet.
public sealed interface Decision {
  /// The command is to be carried out.
  ///
  /// @param events what to write and apply, all or nothing and in this order; empty if there is
  ///   nothing left to do
  record Accepted(List<Event> events) implements Decision {
    /// Copies the list.
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /// The command is refused and nothing changes.
  ///
  /// @param rejection which rule it breaks
  record Rejected(Rejection rejection) implements Decision {}
}
