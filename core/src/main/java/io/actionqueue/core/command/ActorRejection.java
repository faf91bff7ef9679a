package io.actionqueue.core.command;

import io.actionqueue.core.id.ActorId;

/// Refusals about remote workers.
public sealed interface ActorRejection extends Rejection {
  /// No such actor.
  ///
  /// @param actorId the actor
  record UnknownActor(ActorId actorId) implements ActorRejection {
    @Override
    public String message() {
      return "actor " + actorId + " is unknown";
    }
  }

  /// The actor has deregistered or died.
  ///
  /// @param actorId the actor
  record ActorNotActive(ActorId actorId) implements ActorRejection {
    @Override
    public String message() {
      return "actor " + actorId + " is not active";
    }
  }
}
