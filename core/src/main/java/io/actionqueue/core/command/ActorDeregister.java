package io.actionqueue.core.command;

import io.actionqueue.core.id.ActorId;

/// Records that an actor left or died. Refused, in this order: `unknown_actor`, `actor_not_active`.
///
/// @param actorId the actor
/// @param timestamp epoch seconds, unsigned
public record ActorDeregister(ActorId actorId, long timestamp) implements ActorCommand {}
