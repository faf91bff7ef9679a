package io.actionqueue.client.wire;

import io.actionqueue.core.id.ActorId;

/// `POST /api/v2/actors/register`.
///
/// @param actorId the actor
public record ActorAnswer(ActorId actorId) {}
