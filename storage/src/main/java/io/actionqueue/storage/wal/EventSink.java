package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;
import java.io.IOException;
import java.nio.file.Path;

/// Takes the events of a log in file order.
@FunctionalInterface
public interface EventSink {
  /// Drops every event.
  EventSink NONE = (_, _, _) -> {};

  /// The events that follow stand in this file.
  default void file(Path path) {}

  /// The last sequence whose event need not be told, unsigned; 0 where every event is wanted, which
  /// is the default. Asked before each frame: one that holds nothing beyond it is checked by its
  /// CRC and its outline, but its events are not decoded.
  default long known() {
    return 0;
  }

  /// A whole frame that holds nothing beyond [#known()].
  ///
  /// @param count how many events it holds
  default void passed(int count) {}

  /// One event of a whole, checked frame.
  ///
  /// @param sequence the event's sequence, unsigned; its order is not checked
  /// @param event the event
  /// @param offset the start of the frame that holds it
  /// @throws IOException ends the pass and is passed on
  void event(long sequence, Event event, long offset) throws IOException;
}
