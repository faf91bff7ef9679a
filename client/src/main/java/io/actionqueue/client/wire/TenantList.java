package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v2/tenants`.
///
/// @param tenants in order of creation
public record TenantList(List<TenantDetail> tenants) {
  /// Copies the lists.
  public TenantList {
    tenants = List.copyOf(tenants);
  }
}
