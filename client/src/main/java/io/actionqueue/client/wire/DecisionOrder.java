package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v2/runs/{run_id}/approvals/{gate}/approve` and `/reject`.
///
/// @param comment kept with the decision, absent for none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionOrder(@Nullable String comment) {}
