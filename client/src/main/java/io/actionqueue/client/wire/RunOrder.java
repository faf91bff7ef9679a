package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.RunId;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/tasks/{task_id}/runs`.
///
/// @param runId makes it repeatable: an id that is taken is refused; absent for a random one
/// @param scheduledAt when the run is due, epoch seconds; absent for now
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunOrder(@Nullable RunId runId, @Nullable Long scheduledAt) {
  /// A run that is due now.
  public static final RunOrder NOW = new RunOrder(null, null);
}
