package io.actionqueue.server.api;

import io.actionqueue.RunQuery;
import io.actionqueue.RunView;
import io.actionqueue.TaskQuery;
import io.actionqueue.TaskView;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The routes that only read (spec 04 §5). Thread-safe.
final class ReadRoutes {
  private final Function<Caller, ? extends QueueReads> queues;
  private final boolean readOnly;

  ReadRoutes(Function<Caller, ? extends QueueReads> queues, boolean readOnly) {
    this.queues = queues;
    this.readOnly = readOnly;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/stats", (_, caller) -> ok(WireViews.stats(of(caller).stats()))),
        Route.get(
            "/api/v1/engine", (_, caller) -> ok(WireViews.engine(of(caller).status(), readOnly))),
        query("/api/v1/tasks", ReadRoutes::tasks),
        query("/api/v1/tasks/{task_id}", ReadRoutes::task),
        query("/api/v1/tasks/{task_id}/runs", ReadRoutes::runsOfTask),
        query("/api/v1/runs", ReadRoutes::runs),
        query("/api/v1/runs/{run_id}", ReadRoutes::run),
        query("/api/v1/runs/{run_id}/explain", ReadRoutes::explain));
  }

  /// A question about the queue as the caller has it.
  private Route query(String pattern, BiFunction<ApiRequest, QueueReads, ApiResponse> answer) {
    return Route.query(pattern, (request, caller) -> answer.apply(request, of(caller)));
  }

  private QueueReads of(Caller caller) {
    return queues.apply(caller);
  }

  private static ApiResponse tasks(ApiRequest request, QueueReads queue) {
    TaskQuery query = ListQuery.tasks(request.rawQuery());
    return ok(WireViews.list(queue.tasks(query), query));
  }

  private static ApiResponse task(ApiRequest request, QueueReads queue) {
    TaskId id = PathIds.task(request);
    Duration wait = ListQuery.await(request.rawQuery());
    Optional<TaskView> task = wait.isZero() ? queue.task(id) : queue.awaitTask(id, wait);
    return ok(WireViews.detail(task.orElseThrow(() -> PathIds.noTask(request))));
  }

  private static ApiResponse runsOfTask(ApiRequest request, QueueReads queue) {
    TaskId id = PathIds.task(request);
    RunQuery query = ListQuery.runs(request.rawQuery(), id);
    if (queue.task(id).isEmpty()) {
      throw PathIds.noTask(request);
    }
    return list(query, queue);
  }

  private static ApiResponse runs(ApiRequest request, QueueReads queue) {
    return list(ListQuery.runs(request.rawQuery(), null), queue);
  }

  private static ApiResponse list(RunQuery query, QueueReads queue) {
    return ok(WireViews.list(queue.runs(query), query));
  }

  private static ApiResponse run(ApiRequest request, QueueReads queue) {
    RunId id = PathIds.run(request);
    Duration wait = ListQuery.await(request.rawQuery());
    RunState seen = ListQuery.seen(request.rawQuery());
    Optional<RunView> found = wait.isZero() ? queue.run(id) : queue.awaitRun(id, seen, wait);
    return found.map(run -> ok(WireViews.detail(run))).orElseThrow(() -> PathIds.noRun(request));
  }

  private static ApiResponse explain(ApiRequest request, QueueReads queue) {
    return queue
        .explain(PathIds.run(request))
        .map(explanation -> ok(WireViews.explanation(explanation)))
        .orElseThrow(() -> PathIds.noRun(request));
  }

  private static ApiResponse ok(Object body) {
    return ApiResponse.json(200, body);
  }
}
