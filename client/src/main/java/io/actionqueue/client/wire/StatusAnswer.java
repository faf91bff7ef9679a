package io.actionqueue.client.wire;

/// A body that is one word: `GET /healthz`, `GET /ready`, `POST /api/v1/engine/pause` and
/// `/resume`.
///
/// @param status health: `ok`; readiness: `ready` or the reason against it; pause: `paused` or
///   `already_paused`; resume: `resumed` or `already_resumed`
public record StatusAnswer(String status) {}
