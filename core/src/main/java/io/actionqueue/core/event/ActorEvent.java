package io.actionqueue.core.event;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events about remote workers. Field order is that on disk (spec 01 §4.1).
public sealed interface ActorEvent extends Event {

  /// An actor registered, replacing an earlier registration (ordinal 23).
  ///
  /// @param actorId the actor
  /// @param identity the name under which the actor holds leases
  /// @param capabilities what the actor can do
  /// @param department the department, null for none
  /// @param heartbeatIntervalSecs seconds between beats, unsigned
  /// @param tenantId the tenant, null for none
  /// @param timestamp epoch seconds, unsigned
  record ActorRegistered(
      ActorId actorId,
      String identity,
      List<String> capabilities,
      @Nullable String department,
      long heartbeatIntervalSecs,
      @Nullable TenantId tenantId,
      long timestamp)
      implements ActorEvent {
    /// Copies the list.
    public ActorRegistered {
      capabilities = List.copyOf(capabilities);
    }
  }

  /// An actor left or died (ordinal 24).
  ///
  /// @param actorId the actor
  /// @param timestamp epoch seconds, unsigned
  record ActorDeregistered(ActorId actorId, long timestamp) implements ActorEvent {}

  /// An actor gave a sign of life (ordinal 25).
  ///
  /// @param actorId the actor
  /// @param timestamp epoch seconds, unsigned
  record ActorHeartbeat(ActorId actorId, long timestamp) implements ActorEvent {}
}
