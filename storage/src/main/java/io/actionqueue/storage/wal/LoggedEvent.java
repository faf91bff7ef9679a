package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;

/// An event as it stands in a log.
///
/// @param sequence the event's sequence, unsigned
/// @param event the event
/// @param frame the frame that holds it, alone (version 5) or with its batch (version 6)
public record LoggedEvent(long sequence, Event event, Frame frame) {}
