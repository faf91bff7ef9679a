package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.CancelTaskReport;
import io.actionqueue.RunView;
import io.actionqueue.SnapshotInfo;
import io.actionqueue.SubmitResult;
import io.actionqueue.client.wire.CancelTaskAnswer;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.client.wire.SnapshotAnswer;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The routes that change something (spec 04 §6, §13.2). Thread-safe.
final class ControlRoutes {
  private final QueueReads reads;
  private final QueueControl queue;

  ControlRoutes(QueueReads reads, QueueControl queue) {
    this.reads = reads;
    this.queue = queue;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/tasks", (request, _) -> submit(request)),
        Route.post("/api/v1/tasks/{task_id}/cancel", (request, _) -> cancelTask(request)),
        Route.post("/api/v1/runs/{run_id}/cancel", (request, _) -> cancelRun(request)),
        Route.post("/api/v1/runs/{run_id}/suspend", (request, _) -> suspendRun(request)),
        Route.post("/api/v1/runs/{run_id}/resume", (request, _) -> resumeRun(request)),
        Route.post("/api/v1/engine/pause", (_, _) -> pause()),
        Route.post("/api/v1/engine/snapshot", (_, _) -> snapshot()),
        Route.post("/api/v1/engine/resume", (_, _) -> resume()));
  }

  private ApiResponse submit(ApiRequest request) {
    var submission =
        SubmissionReader.read(request.json(), request.header("idempotency-key").orElse(null));
    return switch (queue.submit(submission.request())) {
      case SubmitResult.Refused(var refusal) ->
          throw ApiException.refused(refusal.code(), refusal.message());
      case SubmitResult.Accepted accepted -> accepted(accepted, submission.runPolicy());
    };
  }

  private static ApiResponse accepted(SubmitResult.Accepted accepted, RunPolicy policy) {
    var answer =
        new SubmitAnswer(
            accepted.taskId(),
            policy,
            accepted.runs().size(),
            accepted.sequence(),
            accepted.duplicate());
    return accepted.duplicate()
        ? ApiResponse.json(200, answer)
        : ApiResponse.json(201, answer).with("Location", "/api/v1/tasks/" + accepted.taskId());
  }

  private ApiResponse cancelTask(ApiRequest request) {
    var id = PathIds.task(request);
    try {
      CancelTaskReport report = queue.cancelTask(id);
      return ok(
          new CancelTaskAnswer(
              report.taskId(),
              report.alreadyCanceled() ? "already_canceled" : "canceled",
              report.runsCanceled(),
              report.runsAlreadyTerminal(),
              report.runsTotal()));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_task") ? PathIds.noTask(request) : e;
    }
  }

  private ApiResponse cancelRun(ApiRequest request) {
    RunId id = PathIds.run(request);
    try {
      return answer(id, queue.cancelRun(id).name().toLowerCase(Locale.ROOT));
    } catch (ActionQueueException.Refused e) {
      throw missingRun(e, request);
    }
  }

  private ApiResponse suspendRun(ApiRequest request) {
    RunId id = PathIds.run(request);
    String reason = request.optionalJson().map(ControlRoutes::reason).orElse(null);
    if (stateOf(id, request) == RunState.SUSPENDED) {
      return answer(id, "already_suspended");
    }
    try {
      RunView run = queue.suspendRun(id, reason);
      boolean suspended = run.run().instance().state() == RunState.SUSPENDED;
      return answer(id, suspended ? "suspended" : "suspend_requested");
    } catch (ActionQueueException.Refused e) {
      throw missingRun(e, request);
    }
  }

  private ApiResponse resumeRun(ApiRequest request) {
    RunId id = PathIds.run(request);
    try {
      queue.resumeRun(id);
      return answer(id, "resumed");
    } catch (ActionQueueException.Refused e) {
      if (e.code().equals("run_resume_requires_suspended")
          && stateOf(id, request) == RunState.READY) {
        return answer(id, "already_resumed");
      }
      throw missingRun(e, request);
    }
  }

  private static @Nullable String reason(JsonNode body) {
    return JsonFields.of(body).text("reason");
  }

  private RunState stateOf(RunId id, ApiRequest request) {
    return reads
        .run(id)
        .map(run -> run.run().instance().state())
        .orElseThrow(() -> PathIds.noRun(request));
  }

  private static RuntimeException missingRun(
      ActionQueueException.Refused refusal, ApiRequest request) {
    return refusal.code().equals("unknown_run") ? PathIds.noRun(request) : refusal;
  }

  private ApiResponse snapshot() {
    SnapshotInfo done = queue.snapshot();
    return ok(
        new SnapshotAnswer(
            done.file(),
            done.sequence(),
            done.bytes(),
            done.tasksDropped(),
            done.droppedLogFiles(),
            done.droppedLogBytes()));
  }

  private ApiResponse pause() {
    return ok(new StatusAnswer(queue.pause() ? "paused" : "already_paused"));
  }

  private ApiResponse resume() {
    return ok(new StatusAnswer(queue.resume() ? "resumed" : "already_resumed"));
  }

  private static ApiResponse answer(RunId id, String status) {
    return ok(new RunAnswer(id, status));
  }

  private static ApiResponse ok(Object body) {
    return ApiResponse.json(200, body);
  }
}
