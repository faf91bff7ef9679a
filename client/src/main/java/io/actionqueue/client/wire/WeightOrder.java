package io.actionqueue.client.wire;

/// The body of `PUT /api/v2/tenants/{tenant_id}/weight`.
///
/// @param weight at least 1; 1 where nothing was said
public record WeightOrder(int weight) {}
