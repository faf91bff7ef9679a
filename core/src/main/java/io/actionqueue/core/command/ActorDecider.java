package io.actionqueue.core.command;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import org.jspecify.annotations.Nullable;

/// Decides about [ActorCommand]s (spec 02 §4.6, 02-W-18).
final class ActorDecider {
  private ActorDecider() {}

  static Decision decide(QueueState state, ActorCommand command) {
    return switch (command) {
      case ActorRegister(var registration, var timestamp) ->
          register(state, registration, timestamp);
      case ActorDeregister(var actorId, var timestamp) -> {
        Rejection refusal = absence(state, actorId);
        yield refusal != null
            ? Answer.reject(refusal)
            : Answer.accept(new ActorEvent.ActorDeregistered(actorId, timestamp));
      }
      case ActorHeartbeat(var actorId, var timestamp) -> {
        Rejection refusal = absence(state, actorId);
        yield refusal != null
            ? Answer.reject(refusal)
            : Answer.accept(new ActorEvent.ActorHeartbeat(actorId, timestamp));
      }
    };
  }

  private static Decision register(
      QueueState state, ActorRegistration registration, long timestamp) {
    TenantId tenant = registration.tenantId();
    if (tenant != null && state.tenant(tenant) == null) {
      return Answer.reject(new PlatformRejection.UnknownTenant(tenant));
    }
    var department = registration.department();
    return Answer.accept(
        new ActorEvent.ActorRegistered(
            registration.actorId(),
            registration.identity(),
            registration.capabilities(),
            department == null ? null : department.text(),
            registration.heartbeatIntervalSecs(),
            tenant,
            timestamp));
  }

  private static @Nullable Rejection absence(QueueState state, ActorId actorId) {
    StateImage.Actor actor = state.actor(actorId);
    if (actor == null) {
      return new ActorRejection.UnknownActor(actorId);
    }
    return actor.deregisteredAt() != null ? new ActorRejection.ActorNotActive(actorId) : null;
  }
}
