package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The body of a heartbeat or a release of an attempt. Who has a token of its own may leave
/// `lease_token` out.
///
/// @param leaseToken that of the claim; absent where the caller is known as the actor
/// @param leaseSecs heartbeat only: 3 to 86,400 seconds from now; absent for the daemon's lease
///   timeout
public record BeatOrder(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String leaseToken,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long leaseSecs) {}
