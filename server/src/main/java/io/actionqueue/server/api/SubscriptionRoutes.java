package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.SubscriptionView;
import io.actionqueue.Subscriptions;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.EventAnswer;
import io.actionqueue.client.wire.FilterJson;
import io.actionqueue.client.wire.SubscriptionDetail;
import io.actionqueue.client.wire.SubscriptionList;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The routes about standing requests to promote runs early, and about the events that they wait
/// for (spec 04 §13.2). Thread-safe.
final class SubscriptionRoutes {
  private static final String ALL = "/api/v1/subscriptions";
  private static final String ID = "subscription_id";
  private static final String ONE = ALL + "/{" + ID + "}";

  private final Subscriptions subscriptions;
  private final Function<Caller, ? extends QueueReads> queues;

  SubscriptionRoutes(Subscriptions subscriptions, Function<Caller, ? extends QueueReads> queues) {
    this.subscriptions = subscriptions;
    this.queues = queues;
  }

  List<Route> routes() {
    return List.of(
        Route.query(ALL, this::list),
        Route.post(ALL, (request, _) -> create(request)),
        Route.query(ONE, this::show),
        Route.changing("DELETE", ONE, (request, _) -> cancel(request)),
        Route.post("/api/v1/events", (request, _) -> fire(request)));
  }

  private ApiResponse list(ApiRequest request, Caller caller) {
    String text = ListQuery.last(QueryText.pieces(request.rawQuery()), PathIds.TASK);
    if (text == null) {
      throw ApiException.of(ErrorCode.INVALID_FILTER, "task_id is required", "field", PathIds.TASK);
    }
    TaskId task = ListQuery.filter(PathIds.TASK, text, TaskId::parse);
    if (queues.apply(caller).task(task).isEmpty()) {
      throw ApiException.of(ErrorCode.TASK_NOT_FOUND, "task not found", PathIds.TASK, text);
    }
    return ApiResponse.json(
        200,
        new SubscriptionList(
            EngineAnswers.await(subscriptions.of(task)).stream()
                .map(SubscriptionRoutes::detail)
                .toList()));
  }

  private ApiResponse create(ApiRequest request) {
    var order = SubscriptionReader.read(JsonFields.of(request.json()));
    SubscriptionView made =
        EngineAnswers.await(
            subscriptions.create(order.subscriber(), order.filter(), order.options()));
    return ApiResponse.json(201, detail(made)).with("Location", ALL + "/" + made.id());
  }

  /// That of a task which is there for the caller.
  private ApiResponse show(ApiRequest request, Caller caller) {
    QueueReads queue = queues.apply(caller);
    return EngineAnswers.await(subscriptions.show(id(request)))
        .filter(found -> queue.task(found.taskId()).isPresent())
        .map(found -> ApiResponse.json(200, detail(found)))
        .orElseThrow(() -> missing(request));
  }

  private ApiResponse cancel(ApiRequest request) {
    try {
      return ApiResponse.json(200, detail(EngineAnswers.await(subscriptions.cancel(id(request)))));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_subscription") ? missing(request) : e;
    }
  }

  private ApiResponse fire(ApiRequest request) {
    String key = JsonFields.of(request.json()).requiredText("key");
    if (key.isEmpty()) {
      throw ApiException.of(ErrorCode.EMPTY_EVENT_KEY, "the key must not be empty", "field", "key");
    }
    return ApiResponse.json(200, new EventAnswer(EngineAnswers.await(subscriptions.fire(key))));
  }

  private static SubscriptionId id(ApiRequest request) {
    return PathIds.id(request, ID, SubscriptionId::parse, ErrorCode.INVALID_SUBSCRIPTION_ID);
  }

  private static ApiException missing(ApiRequest request) {
    return ApiException.of(
        ErrorCode.SUBSCRIPTION_NOT_FOUND, "subscription not found", ID, request.parameter(ID));
  }

  private static SubscriptionDetail detail(SubscriptionView view) {
    return new SubscriptionDetail(
        view.id(),
        view.taskId(),
        FilterJson.of(view.filter()),
        view.mode() == SubscriptionMode.REPEATING ? "Repeating" : "OneShot",
        view.scope() == SubscriptionScope.ALL_RUNS ? "AllRuns" : "NextRun",
        view.status().name().toLowerCase(Locale.ROOT),
        view.createdAt(),
        view.triggeredAt(),
        view.canceledAt());
  }
}
