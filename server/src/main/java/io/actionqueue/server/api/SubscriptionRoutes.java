package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.Page;
import io.actionqueue.PageQuery;
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

  private final Function<Caller, Subscriptions> subscriptions;

  SubscriptionRoutes(Function<Caller, Subscriptions> subscriptions) {
    this.subscriptions = subscriptions;
  }

  List<Route> routes() {
    return List.of(
        Route.query(ALL, this::list),
        Route.command("POST", ALL, this::create),
        Route.query(ONE, this::show),
        Route.command("DELETE", ONE, this::cancel),
        Route.command("POST", "/api/v1/events", this::fire));
  }

  private ApiResponse list(ApiRequest request, Caller caller) {
    var pieces = QueryText.pieces(request.rawQuery());
    String text = ListQuery.last(pieces, PathIds.TASK);
    if (text == null) {
      throw ApiException.of(ErrorCode.INVALID_FILTER, "task_id is required", "field", PathIds.TASK);
    }
    TaskId task = ListQuery.filter(PathIds.TASK, text, TaskId::parse);
    PageQuery slice = ListQuery.page(pieces);
    try {
      Page<SubscriptionView> page =
          EngineAnswers.await(subscriptions.apply(caller).of(task, slice));
      return ApiResponse.json(
          200,
          new SubscriptionList(
              page.items().stream().map(SubscriptionRoutes::detail).toList(),
              slice.limit(),
              slice.offset(),
              page.total(),
              page.next()));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_task")
          ? ApiException.of(ErrorCode.TASK_NOT_FOUND, "task not found", PathIds.TASK, text)
          : e;
    }
  }

  private ApiResponse create(ApiRequest request, Caller caller) {
    var order = SubscriptionReader.read(JsonFields.of(request.json()));
    SubscriptionView made =
        EngineAnswers.await(
            subscriptions
                .apply(caller)
                .create(order.subscriber(), order.filter(), order.options()));
    return ApiResponse.json(201, detail(made)).with("Location", ALL + "/" + made.id());
  }

  private ApiResponse show(ApiRequest request, Caller caller) {
    return EngineAnswers.await(subscriptions.apply(caller).show(id(request)))
        .map(found -> ApiResponse.json(200, detail(found)))
        .orElseThrow(() -> missing(request));
  }

  private ApiResponse cancel(ApiRequest request, Caller caller) {
    try {
      return ApiResponse.json(
          200, detail(EngineAnswers.await(subscriptions.apply(caller).cancel(id(request)))));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_subscription") ? missing(request) : e;
    }
  }

  private ApiResponse fire(ApiRequest request, Caller caller) {
    String key = JsonFields.of(request.json()).requiredText("key");
    if (key.isEmpty()) {
      throw ApiException.of(ErrorCode.EMPTY_EVENT_KEY, "the key must not be empty", "field", "key");
    }
    return ApiResponse.json(
        200, new EventAnswer(EngineAnswers.await(subscriptions.apply(caller).fire(key))));
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
