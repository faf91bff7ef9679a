package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v2/actors/{actor_id}/claims`; every field may be absent.
///
/// @param max 1 to 1000 runs; absent for one
/// @param leaseSecs 3 to 86,400; absent for the daemon's lease timeout
/// @param waitSecs how long to wait where there is nothing, 0 to 60; absent for not at all
public record ClaimOrder(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer max,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long leaseSecs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long waitSecs) {}
