package io.actionqueue.client.wire;

import io.actionqueue.core.id.TenantId;

/// A tenant.
///
/// @param tenantId its id
/// @param name its name
/// @param createdAt epoch seconds
public record TenantDetail(TenantId tenantId, String name, long createdAt) {}
