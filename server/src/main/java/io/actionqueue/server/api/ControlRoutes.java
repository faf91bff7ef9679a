package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.CancelTaskReport;
import io.actionqueue.RunView;
import io.actionqueue.SubmitResult;
import io.actionqueue.client.wire.CancelTaskAnswer;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The routes that change something (spec 04 §6, §13.2). Thread-safe.
final class ControlRoutes {
  private final Function<Caller, ? extends QueueReads> reads;
  private final Function<Caller, ? extends QueueControl> control;

  ControlRoutes(
      Function<Caller, ? extends QueueReads> reads,
      Function<Caller, ? extends QueueControl> control) {
    this.reads = reads;
    this.control = control;
  }

  List<Route> routes() {
    return List.of(
        Route.command("POST", "/api/v1/tasks", this::submit),
        Route.command("POST", "/api/v1/tasks/{task_id}/cancel", this::cancelTask),
        Route.command("POST", "/api/v1/runs/{run_id}/cancel", this::cancelRun),
        Route.command("POST", "/api/v1/runs/{run_id}/suspend", this::suspendRun),
        Route.command("POST", "/api/v1/runs/{run_id}/resume", this::resumeRun),
        Route.post("/api/v1/engine/pause", (_, caller) -> pause(caller)),
        Route.post("/api/v1/engine/resume", (_, caller) -> resume(caller)));
  }

  private ApiResponse submit(ApiRequest request, Caller caller) {
    var submission =
        SubmissionReader.read(request.json(), request.header("idempotency-key").orElse(null));
    return switch (control.apply(caller).submit(submission.request())) {
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

  private ApiResponse cancelTask(ApiRequest request, Caller caller) {
    var id = PathIds.task(request);
    try {
      CancelTaskReport report = control.apply(caller).cancelTask(id);
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

  private ApiResponse cancelRun(ApiRequest request, Caller caller) {
    RunId id = PathIds.run(request);
    try {
      return answer(id, control.apply(caller).cancelRun(id).name().toLowerCase(Locale.ROOT));
    } catch (ActionQueueException.Refused e) {
      throw missingRun(e, request);
    }
  }

  private ApiResponse suspendRun(ApiRequest request, Caller caller) {
    RunId id = PathIds.run(request);
    String reason = request.optionalJson().map(ControlRoutes::reason).orElse(null);
    try {
      RunView run = control.apply(caller).suspendRun(id, reason);
      boolean suspended = run.run().instance().state() == RunState.SUSPENDED;
      return answer(id, suspended ? "suspended" : "suspend_requested");
    } catch (ActionQueueException.Refused e) {
      if (e.code().equals("run_suspend_requires_running")
          && stateOf(id, request, caller) == RunState.SUSPENDED) {
        return answer(id, "already_suspended");
      }
      throw missingRun(e, request);
    }
  }

  private ApiResponse resumeRun(ApiRequest request, Caller caller) {
    RunId id = PathIds.run(request);
    try {
      control.apply(caller).resumeRun(id);
      return answer(id, "resumed");
    } catch (ActionQueueException.Refused e) {
      if (e.code().equals("run_resume_requires_suspended")
          && stateOf(id, request, caller) == RunState.READY) {
        return answer(id, "already_resumed");
      }
      throw missingRun(e, request);
    }
  }

  private static @Nullable String reason(JsonNode body) {
    return JsonFields.of(body).text("reason");
  }

  private RunState stateOf(RunId id, ApiRequest request, Caller caller) {
    return reads
        .apply(caller)
        .run(id)
        .map(run -> run.run().instance().state())
        .orElseThrow(() -> PathIds.noRun(request));
  }

  private static RuntimeException missingRun(
      ActionQueueException.Refused refusal, ApiRequest request) {
    return refusal.code().equals("unknown_run") ? PathIds.noRun(request) : refusal;
  }

  private ApiResponse pause(Caller caller) {
    return ok(new StatusAnswer(control.apply(caller).pause() ? "paused" : "already_paused"));
  }

  private ApiResponse resume(Caller caller) {
    return ok(new StatusAnswer(control.apply(caller).resume() ? "resumed" : "already_resumed"));
  }

  private static ApiResponse answer(RunId id, String status) {
    return ok(new RunAnswer(id, status));
  }

  private static ApiResponse ok(Object body) {
    return ApiResponse.json(200, body);
  }
}
