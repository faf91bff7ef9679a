package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Optional body of `POST /api/v1/runs/{run_id}/suspend`.
///
/// @param reason text for people that is recorded; absent for none
public record SuspendRequest(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {}
