package io.actionqueue.core.actor;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TenantId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A remote worker as it registers (spec 02 §2.9). What is read from disk is not checked.
///
/// @param actorId its id
/// @param identity the name under which it holds leases; not empty, and not the local executor's
/// @param capabilities what it can do; at least one entry, none of them empty
/// @param department its department, null for none
/// @param heartbeatIntervalSecs seconds between beats, unsigned; at least 1
/// @param tenantId its tenant, null for none
public record ActorRegistration(
    ActorId actorId,
    String identity,
    List<String> capabilities,
    @Nullable DepartmentId department,
    long heartbeatIntervalSecs,
    @Nullable TenantId tenantId) {
  /// The identity of the local executor, which no actor may take (S-50).
  public static final String RESERVED_IDENTITY = "runtime";

  /// Copies the list and checks identity, capabilities and interval.
  ///
  /// @throws InvalidValue kind `EmptyIdentity`, `ReservedIdentity`, `EmptyCapabilities`,
  ///   `EmptyCapabilityEntry` or `ZeroHeartbeatInterval`
  public ActorRegistration {
    capabilities = List.copyOf(capabilities);
    if (identity.isEmpty()) {
      throw new InvalidValue("EmptyIdentity", "identity must not be empty");
    }
    if (identity.equals(RESERVED_IDENTITY)) {
      throw new InvalidValue("ReservedIdentity", "identity is reserved: " + identity);
    }
    if (capabilities.isEmpty()) {
      throw new InvalidValue("EmptyCapabilities", "capabilities must have at least one entry");
    }
    if (capabilities.contains("")) {
      throw new InvalidValue("EmptyCapabilityEntry", "capabilities must not have an empty entry");
    }
    if (heartbeatIntervalSecs == 0) {
      throw new InvalidValue(
          "ZeroHeartbeatInterval", "heartbeat interval must be at least 1 second, was 0");
    }
  }

  /// Whether the actor holds every required capability.
  public boolean satisfies(Collection<String> required) {
    return satisfies(capabilities, required);
  }

  /// Whether every required capability is among those held: exact texts, case matters; nothing
  /// required is always satisfied.
  public static boolean satisfies(Collection<String> held, Collection<String> required) {
    return held.containsAll(required);
  }
}
