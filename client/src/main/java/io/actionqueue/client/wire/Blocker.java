package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One reason why a run is not executing.
///
/// @param code stable and in snake case, such as `not_due` or `concurrency_key` (S-57)
/// @param detail a sentence for people that names what is waited for
/// @param until epoch seconds at which the reason ends by itself; absent if it does not
public record Blocker(
    String code, String detail, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long until) {}
