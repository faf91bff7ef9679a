package io.actionqueue.server.api;

import io.actionqueue.DeadLetter;
import io.actionqueue.DeadLetters;
import io.actionqueue.Page;
import io.actionqueue.PageQuery;
import io.actionqueue.SubmitResult;
import io.actionqueue.client.wire.DeadLetterDetail;
import io.actionqueue.client.wire.DeadLetterList;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.RedriveAnswer;
import io.actionqueue.client.wire.RedriveList;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The routes about runs that have failed for good. Thread-safe.
final class DeadLetterRoutes {
  private static final String ALL = "/api/v1/dead-letters";
  private static final int MAX_REDRIVES = 1000;

  private final Function<Caller, DeadLetters> letters;

  DeadLetterRoutes(Function<Caller, DeadLetters> letters) {
    this.letters = letters;
  }

  List<Route> routes() {
    return List.of(
        Route.query(ALL, this::list),
        Route.command("POST", ALL + "/{run_id}/redrive", this::redrive),
        Route.command("POST", ALL + "/redrive", this::redriveAll));
  }

  private ApiResponse list(ApiRequest request, Caller caller) {
    PageQuery slice = ListQuery.page(request.rawQuery());
    Page<DeadLetter> page = EngineAnswers.await(letters.apply(caller).list(slice));
    return ApiResponse.json(
        200,
        new DeadLetterList(
            page.items().stream().map(DeadLetterRoutes::detail).toList(),
            slice.limit(),
            slice.offset(),
            page.total(),
            page.next()));
  }

  private static DeadLetterDetail detail(DeadLetter letter) {
    StateImage.Run run = letter.run().run();
    return new DeadLetterDetail(
        WireViews.summary(letter.run()),
        run.history().getLast().timestamp(),
        run.attempts().isEmpty() ? null : run.attempts().getLast().error(),
        letter.redrivenAs());
  }

  private ApiResponse redrive(ApiRequest request, Caller caller) {
    RunId run = PathIds.run(request);
    return switch (EngineAnswers.await(letters.apply(caller).redrive(run))) {
      case SubmitResult.Accepted accepted ->
          ApiResponse.json(201, new RedriveAnswer(run, accepted.taskId(), null))
              .with("Location", "/api/v1/tasks/" + accepted.taskId());
      case SubmitResult.Refused(var refusal) ->
          throw refusal.code().equals("unknown_run")
              ? PathIds.noRun(request)
              : ApiException.refused(refusal.code(), refusal.message());
    };
  }

  private ApiResponse redriveAll(ApiRequest request, Caller caller) {
    JsonFields fields = JsonFields.of(request.json());
    List<RunId> runs = new ArrayList<>();
    for (String text : fields.requiredTexts("run_ids")) {
      runs.add(run(fields, text));
    }
    if (runs.isEmpty() || runs.size() > MAX_REDRIVES) {
      throw fields.invalid("run_ids", "needs 1 to " + MAX_REDRIVES + " ids");
    }
    List<SubmitResult> results = EngineAnswers.await(letters.apply(caller).redriveAll(runs));
    List<RedriveAnswer> answers = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      answers.add(answer(runs.get(i), results.get(i)));
    }
    return ApiResponse.json(200, new RedriveList(answers));
  }

  private static RunId run(JsonFields fields, String text) {
    try {
      return RunId.parse(text);
    } catch (InvalidValue _) {
      throw fields.invalid(ErrorCode.MALFORMED_ID, "run_ids", "is not a UUID: '" + text + "'");
    }
  }

  private static RedriveAnswer answer(RunId run, SubmitResult result) {
    return switch (result) {
      case SubmitResult.Accepted accepted -> new RedriveAnswer(run, accepted.taskId(), null);
      case SubmitResult.Refused(var refusal) ->
          new RedriveAnswer(run, null, new ErrorBody(refusal.code(), refusal.message(), Map.of()));
    };
  }
}
