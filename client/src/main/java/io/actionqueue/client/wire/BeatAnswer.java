package io.actionqueue.client.wire;

import org.jspecify.annotations.Nullable;

/// `POST /api/v2/runs/{run_id}/attempts/{attempt_id}/heartbeat`.
///
/// @param expiry epoch seconds at which the lease runs out without another one
/// @param cancelRequested whether the worker is to stop
/// @param reason why: `timeout`, `budget`, `canceled`, `suspend_requested`, `shutdown` or
///   `lease_lost`; null if it is to go on
public record BeatAnswer(long expiry, boolean cancelRequested, @Nullable String reason) {}
