package io.actionqueue.core.state;

import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.ActorEvent.ActorDeregistered;
import io.actionqueue.core.event.ActorEvent.ActorHeartbeat;
import io.actionqueue.core.event.ActorEvent.ActorRegistered;
import io.actionqueue.core.id.ActorId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Registered workers, also those that left.
final class Actors {
  private final Observers observers;
  private final SharedTable<ActorId, StateImage.Actor> byId =
      new SharedTable<>(StateImage.Actor::actorId);

  Actors(Observers observers) {
    this.observers = observers;
  }

  StateImage.@Nullable Actor get(ActorId id) {
    return byId.get(id);
  }

  Collection<StateImage.Actor> all() {
    return byId.values();
  }

  /// All of them as they are now.
  Collection<StateImage.Actor> view() {
    return byId.view();
  }

  void restore(StateImage.Actor image) {
    byId.put(image);
  }

  void apply(ActorEvent event) {
    switch (event) {
      case ActorRegistered registered -> put(registration(registered));
      case ActorDeregistered(var id, var timestamp) -> {
        StateImage.Actor known = byId.get(id);
        if (known != null) {
          put(with(known, known.lastHeartbeatAt(), timestamp));
        }
      }
      case ActorHeartbeat(var id, var timestamp) -> {
        StateImage.Actor known = byId.get(id);
        if (known != null) {
          put(with(known, timestamp, known.deregisteredAt()));
        }
      }
    }
  }

  private void put(StateImage.Actor actor) {
    byId.put(actor);
    observers.actorChanged(actor);
  }

  private static StateImage.Actor registration(ActorRegistered event) {
    return new StateImage.Actor(
        event.actorId(),
        event.identity(),
        event.capabilities(),
        event.department(),
        event.heartbeatIntervalSecs(),
        event.tenantId(),
        event.timestamp(),
        null,
        null);
  }

  private static StateImage.Actor with(
      StateImage.Actor known, @Nullable Long lastHeartbeatAt, @Nullable Long deregisteredAt) {
    return new StateImage.Actor(
        known.actorId(),
        known.identity(),
        known.capabilities(),
        known.department(),
        known.heartbeatIntervalSecs(),
        known.tenantId(),
        known.registeredAt(),
        lastHeartbeatAt,
        deregisteredAt);
  }
}
