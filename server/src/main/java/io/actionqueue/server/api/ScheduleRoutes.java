package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.RunView;
import io.actionqueue.Schedules;
import io.actionqueue.Session;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.SchedulePreview;
import io.actionqueue.client.wire.TaskSchedule;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The routes about when tasks run: previews, and runs that somebody orders (spec 04 §13.2).
/// Thread-safe.
final class ScheduleRoutes {
  private static final int DEFAULT_COUNT = 10;

  private final Function<Caller, Session> sessions;

  ScheduleRoutes(Function<Caller, Session> sessions) {
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.query("/api/v1/schedules/preview", this::preview),
        Route.query("/api/v1/tasks/{task_id}/schedule", this::ofTask),
        Route.command("POST", "/api/v1/tasks/{task_id}/runs", this::addRun));
  }

  private ApiResponse preview(ApiRequest request, Caller caller) {
    var pieces = QueryText.pieces(request.rawQuery());
    String cron = ListQuery.last(pieces, "cron");
    if (cron == null) {
      throw ApiException.of(ErrorCode.INVALID_FILTER, "cron is required", "field", "cron");
    }
    Long after = ListQuery.second(pieces, "after");
    Instant start = after == null ? null : Instant.ofEpochSecond(after);
    List<Instant> next =
        EngineAnswers.await(
            sessions.apply(caller).schedules().upcoming(cron, start, count(pieces)));
    return ApiResponse.json(200, new SchedulePreview(cron, seconds(next)));
  }

  private static int count(List<QueryText.Piece> pieces) {
    String text = ListQuery.last(pieces, "count");
    if (text == null) {
      return DEFAULT_COUNT;
    }
    if (!text.matches("\\d{1,9}")) {
      throw ApiException.of(
          ErrorCode.INVALID_PREVIEW_COUNT, "count must be 1 to 1000", "field", "count");
    }
    return Integer.parseInt(text);
  }

  private static List<Long> seconds(List<Instant> instants) {
    return instants.stream().map(Instant::getEpochSecond).toList();
  }

  private ApiResponse ofTask(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    int count = count(QueryText.pieces(request.rawQuery()));
    Schedules schedules = sessions.apply(caller).schedules();
    List<Instant> next = await(request, schedules.next(task, count));
    TaskSchedule.@Nullable PassedOver passedOver =
        await(request, schedules.passedOver(task))
            .map(all -> new TaskSchedule.PassedOver(all.count(), all.first(), all.last()))
            .orElse(null);
    return ApiResponse.json(200, new TaskSchedule(task, seconds(next), passedOver));
  }

  private ApiResponse addRun(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    JsonFields fields = request.optionalJson().map(JsonFields::of).orElseGet(JsonFields::none);
    RunId id = fields.id("run_id", RunId::parse);
    if (id != null && id.isNil()) {
      throw fields.invalid(ErrorCode.INVALID_RUN_ID, "run_id", "must not be nil");
    }
    Long at = fields.unsigned("scheduled_at", 0, Instant.MAX.getEpochSecond());
    Instant due = at == null ? null : Instant.ofEpochSecond(at);
    RunView run = await(request, sessions.apply(caller).addRun(task, due, id));
    return ApiResponse.json(201, WireViews.detail(run))
        .with("Location", "/api/v1/runs/" + run.run().instance().id());
  }

  private static <T> T await(ApiRequest request, CompletableFuture<T> answer) {
    try {
      return EngineAnswers.await(answer);
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_task") ? PathIds.noTask(request) : e;
    }
  }
}
