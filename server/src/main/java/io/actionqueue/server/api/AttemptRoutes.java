package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.AttemptRef;
import io.actionqueue.CancelReason;
import io.actionqueue.LeaseAnswer;
import io.actionqueue.ReportReceipt;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.Workers;
import io.actionqueue.client.wire.AttemptVerdict;
import io.actionqueue.client.wire.BeatAnswer;
import io.actionqueue.client.wire.ChildrenAnswer;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.Receipt;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The routes of remote workers about a run that they hold (spec 04 §13.3, S-50). Thread-safe.
final class AttemptRoutes {
  private static final String ONE = "/api/v2/runs/{run_id}/attempts/{attempt_id}";

  private final Function<Caller, Workers> workers;

  AttemptRoutes(Function<Caller, Workers> workers) {
    this.workers = workers;
  }

  List<Route> routes() {
    return List.of(
        Route.work("POST", ONE + "/heartbeat", this::heartbeat),
        Route.work("POST", ONE + "/complete", this::complete),
        Route.work("POST", ONE + "/release", this::release),
        Route.work("POST", ONE + "/children", this::children));
  }

  private ApiResponse heartbeat(ApiRequest request, Caller caller) {
    JsonFields fields = fields(request);
    AttemptRef ref = ref(request, fields, caller);
    Long lease = fields.unsigned("lease_secs");
    Workers mine = workers.apply(caller);
    LeaseAnswer answer =
        await(request, lease == null ? mine.heartbeat(ref) : mine.heartbeat(ref, lease));
    CancelReason reason = answer.reason();
    return ApiResponse.json(
        200,
        new BeatAnswer(
            answer.expiry(),
            answer.cancelRequested(),
            reason == null ? null : reason.name().toLowerCase(Locale.ROOT)));
  }

  private ApiResponse complete(ApiRequest request, Caller caller) {
    JsonFields fields = JsonFields.of(request.json());
    AttemptRef ref = ref(request, fields, caller);
    return receipt(
        await(request, workers.apply(caller).report(ref, ReportReader.read(fields))), null);
  }

  private ApiResponse release(ApiRequest request, Caller caller) {
    AttemptRef ref = ref(request, fields(request), caller);
    return receipt(await(request, workers.apply(caller).release(ref)), AttemptVerdict.INTERRUPTED);
  }

  private ApiResponse children(ApiRequest request, Caller caller) {
    JsonFields fields = JsonFields.of(request.json());
    AttemptRef ref = ref(request, fields, caller);
    List<TaskRequest> requests = new ArrayList<>();
    List<RunPolicy> policies = new ArrayList<>();
    for (var task : fields.objects("tasks")) {
      var read = SubmissionReader.read(task, null);
      requests.add(read.request());
      policies.add(read.runPolicy());
    }
    if (requests.isEmpty()) {
      throw fields.invalid("tasks", "needs at least one task");
    }
    List<SubmitResult> results = await(request, workers.apply(caller).submit(ref, requests));
    List<ChildrenAnswer.ChildAnswer> answers = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      answers.add(answer(results.get(i), policies.get(i)));
    }
    return ApiResponse.json(200, new ChildrenAnswer(answers));
  }

  private static ChildrenAnswer.ChildAnswer answer(SubmitResult result, RunPolicy policy) {
    return switch (result) {
      case SubmitResult.Accepted accepted ->
          new ChildrenAnswer.ChildAnswer(
              new SubmitAnswer(
                  accepted.taskId(),
                  policy,
                  accepted.runs().size(),
                  accepted.sequence(),
                  accepted.duplicate()),
              null);
      case SubmitResult.Refused(var refusal) ->
          new ChildrenAnswer.ChildAnswer(
              null, new ErrorBody(refusal.code(), refusal.message(), Map.of()));
    };
  }

  private static JsonFields fields(ApiRequest request) {
    return request.optionalJson().map(JsonFields::of).orElseGet(JsonFields::none);
  }

  /// Which attempt, and who speaks: by the lease token, or by a token that is one actor's own.
  private static AttemptRef ref(ApiRequest request, JsonFields fields, Caller caller) {
    RunId run = PathIds.run(request);
    AttemptId attempt = PathIds.attempt(request);
    String token = fields.text("lease_token");
    if (token == null) {
      ActorId self = caller.actor();
      if (self == null) {
        throw fields.invalid("lease_token", "is required");
      }
      return new AttemptRef(run, attempt, self);
    }
    AttemptRef ref = AttemptRef.ofToken(token);
    if (!ref.runId().equals(run) || !ref.attemptId().equals(attempt)) {
      throw otherLease(run, attempt, ref);
    }
    ActorRoutes.checkCaller(caller, ref.actorId());
    return ref;
  }

  private static ApiException otherLease(RunId run, AttemptId attempt, AttemptRef ref) {
    String code = ErrorCode.ATTEMPT_MISMATCH.code();
    String message =
        "the lease token is that of run "
            + ref.runId()
            + ", attempt "
            + ref.attemptId()
            + ", not of run "
            + run
            + ", attempt "
            + attempt;
    return ApiException.of(
        new ErrorBody(
            code,
            message,
            Map.of("requested_run_id", run.toString(), "existing_run_id", ref.runId().toString())));
  }

  private static <T> T await(ApiRequest request, CompletableFuture<T> answer) {
    try {
      return EngineAnswers.await(answer);
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_run") ? PathIds.noRun(request) : e;
    }
  }

  private static ApiResponse receipt(ReportReceipt receipt, @Nullable AttemptVerdict verdict) {
    return ApiResponse.json(
        200,
        new Receipt(
            receipt.ref().runId(),
            receipt.ref().attemptId(),
            verdict == null
                ? Objects.requireNonNull(AttemptVerdict.of(receipt.result(), null))
                : verdict,
            receipt.movedTo()));
  }
}
