package io.actionqueue.core.policy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// A set of runs that can be limited or paused together.
public sealed interface Scope {
  /// The scope for people and in codes, such as `action mail`, `key k` or `tenant 6f18…`.
  String label();

  /// Every run of the tasks with an action.
  ///
  /// @param name the action; empty for tasks that name none
  record Action(String name) implements Scope {
    @Override
    public String label() {
      return name.isEmpty() ? "the default action" : "action " + name;
    }
  }

  /// Every run of the tasks with a concurrency key, of one tenant or of none (S-10).
  ///
  /// @param tenantId the tenant, null for none
  /// @param key the key, not empty
  record Key(@Nullable TenantId tenantId, String key) implements Scope {
    /// Checks the key.
    ///
    /// @throws InvalidValue kind `EmptyConcurrencyKey`
    public Key {
      if (key.isEmpty()) {
        throw new InvalidValue("EmptyConcurrencyKey", "a concurrency key must not be empty");
      }
    }

    @Override
    public String label() {
      return tenantId == null ? "key " + key : "key " + key + " of tenant " + tenantId;
    }
  }

  /// Every run of the tasks of a tenant.
  ///
  /// @param tenantId the tenant
  record Tenant(TenantId tenantId) implements Scope {
    @Override
    public String label() {
      return "tenant " + tenantId;
    }
  }
}
