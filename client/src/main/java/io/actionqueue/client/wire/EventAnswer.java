package io.actionqueue.client.wire;

/// `POST /api/v1/events`.
///
/// @param triggered how many subscriptions the event has triggered
public record EventAnswer(long triggered) {}
