package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.actor.ActorRegistration;

/// Registers an actor, replacing an earlier registration of its id. Refused: `unknown_tenant`.
///
/// @param registration who it is and what it can do
/// @param timestamp epoch seconds, unsigned
public record ActorRegister(ActorRegistration registration, long timestamp)
    implements ActorCommand {
  /// Checks the id.
  ///
  /// @throws InvalidValue kind `InvalidActorId`
  public ActorRegister {
    Arguments.notNil(registration.actorId(), "InvalidActorId");
  }
}
