package io.actionqueue.client.wire;

/// The body of `POST /api/v1/runs/{run_id}/priority`.
///
/// @param priority larger is more urgent; holds until the run starts
public record PriorityOrder(int priority) {}
