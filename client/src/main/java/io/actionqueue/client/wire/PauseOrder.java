package io.actionqueue.client.wire;

/// The body of `PUT /api/v1/pauses`.
///
/// @param scope what to pause
public record PauseOrder(ScopeDetail scope) {}
