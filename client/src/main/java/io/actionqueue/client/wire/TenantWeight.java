package io.actionqueue.client.wire;

import io.actionqueue.core.id.TenantId;

/// `PUT /api/v2/tenants/{tenant_id}/weight`.
///
/// @param tenantId the tenant
/// @param weight its share of the starts, compared with those of the others, at least 1
public record TenantWeight(TenantId tenantId, int weight) {}
