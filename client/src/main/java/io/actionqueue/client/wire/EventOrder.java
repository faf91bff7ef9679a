package io.actionqueue.client.wire;

/// The body of `POST /api/v1/events`.
///
/// @param key compared exactly; not empty
public record EventOrder(String key) {}
