package io.actionqueue;

import io.actionqueue.core.event.Event;

/// One event that has become durable, told in the order of sequences and without gaps.
///
/// @param sequence its place in the log, unsigned
/// @param event what happened
public record EngineNotice(long sequence, Event event) {}
