package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import java.util.Collection;
import java.util.stream.Stream;

/// A part of what a state holds beside what log version 5 knows, as it was at one moment.
@FunctionalInterface
interface ExtensionPart {
  /// The events that stand for it; any thread, and as often as wanted.
  Stream<? extends ExtensionEvent> events();

  /// A part that consists of events.
  static ExtensionPart of(Collection<? extends ExtensionEvent> events) {
    return events::stream;
  }
}
