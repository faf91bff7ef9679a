package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import org.jspecify.annotations.Nullable;

/// What a limit or a pause is about: an action, a concurrency key or a tenant.
///
/// @param action the action, empty for tasks that name none; absent for the others
/// @param key the concurrency key; absent for the others
/// @param tenantId the tenant, or that of the key; absent for none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScopeDetail(
    @Nullable String action, @Nullable String key, @Nullable TenantId tenantId) {
  /// A scope in these words.
  public static ScopeDetail of(Scope scope) {
    return switch (scope) {
      case Scope.Action(var name) -> new ScopeDetail(name, null, null);
      case Scope.Key(var tenant, var name) -> new ScopeDetail(null, name, tenant);
      case Scope.Tenant(var id) -> new ScopeDetail(null, null, id);
    };
  }

  /// The scope of these words.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `EmptyConcurrencyKey`
  /// @throws IllegalArgumentException if it is not one of the three
  public Scope toScope() {
    if (action != null && key == null && tenantId == null) {
      return new Scope.Action(action);
    }
    if (action == null && key != null) {
      return new Scope.Key(tenantId, key);
    }
    if (action == null && tenantId != null) {
      return new Scope.Tenant(tenantId);
    }
    throw new IllegalArgumentException(
        "a scope is an action, a key (perhaps of a tenant), or a tenant");
  }
}
