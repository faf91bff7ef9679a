package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.BudgetView;
import io.actionqueue.Budgets;
import io.actionqueue.client.wire.BudgetDetail;
import io.actionqueue.client.wire.BudgetList;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The routes about budgets of tasks (spec 04 §13.2). Thread-safe.
final class BudgetRoutes {
  private static final String ALL = "/api/v1/tasks/{task_id}/budgets";
  private static final String ONE = ALL + "/{dimension}";

  private final Function<Caller, Budgets> budgets;

  BudgetRoutes(Function<Caller, Budgets> budgets) {
    this.budgets = budgets;
  }

  List<Route> routes() {
    return List.of(
        Route.query(ALL, this::all),
        Route.query(ONE, this::one),
        Route.command("PUT", ONE, this::allocate),
        Route.command("POST", ONE + "/replenish", this::replenish));
  }

  private ApiResponse all(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    List<BudgetView> views = await(request, budgets.apply(caller).of(task));
    return ApiResponse.json(
        200, new BudgetList(task, views.stream().map(BudgetRoutes::detail).toList()));
  }

  private ApiResponse one(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    BudgetDimension dimension = dimension(request);
    var _ =
        await(
            request,
            budgets.apply(caller).of(task)); // an unknown task is not a task without a budget
    return await(request, budgets.apply(caller).show(task, dimension))
        .map(BudgetRoutes::answer)
        .orElseThrow(() ->
            ApiException.of(
                ErrorCode.BUDGET_NOT_ALLOCATED,
                "the task has no budget of this dimension",
                "dimension",
                dimension.wireName()));
  }

  private ApiResponse allocate(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    BudgetDimension dimension = dimension(request);
    JsonFields fields = JsonFields.of(request.json());
    long limit = fields.requiredUnsigned("limit");
    return answer(
        await(
            request,
            fields.flag("replace", false)
                ? budgets.apply(caller).replace(task, dimension, limit)
                : budgets.apply(caller).allocate(task, dimension, limit)));
  }

  private ApiResponse replenish(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    BudgetDimension dimension = dimension(request);
    long limit = JsonFields.of(request.json()).requiredUnsigned("limit");
    return answer(await(request, budgets.apply(caller).replenish(task, dimension, limit)));
  }

  private static BudgetDimension dimension(ApiRequest request) {
    String text = request.parameter("dimension");
    return Arrays.stream(BudgetDimension.values())
        .filter(each -> each.wireName().equals(text) || each.label().equals(text))
        .findFirst()
        .orElseThrow(() ->
            ApiException.of(
                ErrorCode.INVALID_DIMENSION,
                "a budget counts Token, CostCents or TimeSecs",
                "dimension",
                text));
  }

  private static <T> T await(ApiRequest request, CompletableFuture<T> answer) {
    try {
      return EngineAnswers.await(answer);
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_task") ? PathIds.noTask(request) : e;
    }
  }

  private static ApiResponse answer(BudgetView view) {
    return ApiResponse.json(200, detail(view));
  }

  private static BudgetDetail detail(BudgetView view) {
    return new BudgetDetail(
        view.dimension(),
        view.limit(),
        view.consumed(),
        view.remaining(),
        view.percent(),
        view.exhausted(),
        view.allocatedAt());
  }
}
