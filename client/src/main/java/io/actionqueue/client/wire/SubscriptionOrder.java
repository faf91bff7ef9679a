package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/subscriptions`.
///
/// @param id names the subscription; absent for a random id
/// @param taskId the subscriber: whose runs it promotes
/// @param filter what it waits for
/// @param mode `OneShot` (absent) or `Repeating`
/// @param scope `NextRun` (absent) or `AllRuns`
/// @param fireIfAlreadyTrue whether it triggers at once if what it waits for is so already; absent
///   for no
public record SubscriptionOrder(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SubscriptionId id,
    TaskId taskId,
    FilterJson filter,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String mode,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String scope,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean fireIfAlreadyTrue) {}
