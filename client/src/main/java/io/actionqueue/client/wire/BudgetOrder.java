package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /api/v1/tasks/{task_id}/budgets/{dimension}` and of its `/replenish`.
///
/// @param limit the new ceiling, at least 1
/// @param replace whether a budget that is there already is replaced; absent for no
public record BudgetOrder(
    long limit, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean replace) {}
