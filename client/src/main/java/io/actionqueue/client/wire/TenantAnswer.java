package io.actionqueue.client.wire;

import io.actionqueue.core.id.TenantId;

/// `POST /api/v2/tenants`.
///
/// @param tenantId the tenant
public record TenantAnswer(TenantId tenantId) {}
