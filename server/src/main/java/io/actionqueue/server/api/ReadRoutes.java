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
import io.actionqueue.server.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The routes that only read (spec 04 §5). Thread-safe.
final class ReadRoutes {
  private final QueueReads queue;
  private final boolean readOnly;

  ReadRoutes(QueueReads queue, boolean readOnly) {
    this.queue = queue;
    this.readOnly = readOnly;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/stats", (_, _) -> ok(WireViews.stats(queue.stats()))),
        Route.get("/api/v1/engine", (_, _) -> ok(WireViews.engine(queue.status(), readOnly))),
        Route.get("/api/v1/tasks", (request, _) -> tasks(request)),
        Route.get("/api/v1/tasks/{task_id}", (request, _) -> task(request)),
        Route.get("/api/v1/tasks/{task_id}/runs", (request, _) -> runsOfTask(request)),
        Route.get("/api/v1/runs", (request, _) -> runs(ListQuery.runs(request.rawQuery(), null))),
        Route.get("/api/v1/runs/{run_id}", (request, _) -> run(request)),
        Route.get("/api/v1/runs/{run_id}/explain", (request, _) -> explain(request)));
  }

  private ApiResponse tasks(ApiRequest request) {
    TaskQuery query = ListQuery.tasks(request.rawQuery());
    return ok(WireViews.list(queue.tasks(query), query));
  }

  private ApiResponse task(ApiRequest request) {
    TaskId id = PathIds.task(request);
    Duration wait = ListQuery.await(request.rawQuery());
    Optional<TaskView> task = wait.isZero() ? queue.task(id) : queue.awaitTask(id, wait);
    return ok(WireViews.detail(task.orElseThrow(() -> PathIds.noTask(request))));
  }

  private ApiResponse runsOfTask(ApiRequest request) {
    TaskId id = PathIds.task(request);
    RunQuery query = ListQuery.runs(request.rawQuery(), id);
    if (queue.task(id).isEmpty()) {
      throw PathIds.noTask(request);
    }
    return runs(query);
  }

  private ApiResponse runs(RunQuery query) {
    return ok(WireViews.list(queue.runs(query), query));
  }

  private ApiResponse run(ApiRequest request) {
    RunId id = PathIds.run(request);
    Duration wait = ListQuery.await(request.rawQuery());
    RunState seen = ListQuery.seen(request.rawQuery());
    Optional<RunView> found = wait.isZero() ? queue.run(id) : queue.awaitRun(id, seen, wait);
    return found.map(run -> ok(WireViews.detail(run))).orElseThrow(() -> PathIds.noRun(request));
  }

  private ApiResponse explain(ApiRequest request) {
    return queue
        .explain(PathIds.run(request))
        .map(explanation -> ok(WireViews.explanation(explanation)))
        .orElseThrow(() -> PathIds.noRun(request));
  }

  private static ApiResponse ok(Object body) {
    return ApiResponse.json(200, body);
  }
}
