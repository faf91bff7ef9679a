package io.actionqueue.core.command;

import io.actionqueue.core.id.ActorId;

/// Records a sign of life. Refused, in this order: `unknown_actor`, `actor_not_active`.
///
/// @param actorId the actor
/// @param timestamp epoch seconds, unsigned
public record ActorHeartbeat(ActorId actorId, long timestamp) implements ActorCommand {}
