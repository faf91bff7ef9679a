package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TenantId;

/// Makes a tenant. Refused: `tenant_already_exists`.
///
/// @param tenantId the new tenant; not nil
/// @param name its name; not empty
/// @param timestamp epoch seconds, unsigned
public record TenantCreate(TenantId tenantId, String name, long timestamp)
    implements PlatformCommand {
  /// Checks id and name.
  ///
  /// @throws InvalidValue kind `InvalidTenantId` or `EmptyTenantName`
  public TenantCreate {
    Arguments.notNil(tenantId, "InvalidTenantId");
    Arguments.notEmpty(name, "EmptyTenantName", "tenant name");
  }
}
