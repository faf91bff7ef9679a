package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.Approval;
import io.actionqueue.Approvals;
import io.actionqueue.Page;
import io.actionqueue.PageQuery;
import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.client.wire.ApprovalList;
import io.actionqueue.client.wire.RunApprovals;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The routes about runs that wait until somebody decides (spec 03 §10.7). Thread-safe.
final class ApprovalRoutes {
  private static final String OF_RUN = "/api/v2/runs/{run_id}/approvals";
  private static final String GATE = "gate";

  private final Function<Caller, Approvals> approvals;

  ApprovalRoutes(Function<Caller, Approvals> approvals) {
    this.approvals = approvals;
  }

  List<Route> routes() {
    return List.of(
        Route.query("/api/v2/approvals", this::pending),
        Route.query(OF_RUN, this::ofRun),
        Route.command(
            "POST",
            OF_RUN + "/{gate}/approve",
            (request, caller) -> decide(request, caller, GateVerdict.APPROVED)),
        Route.command(
            "POST",
            OF_RUN + "/{gate}/reject",
            (request, caller) -> decide(request, caller, GateVerdict.REJECTED)));
  }

  private ApiResponse pending(ApiRequest request, Caller caller) {
    PageQuery slice = ListQuery.page(request.rawQuery());
    Page<Approval> page = EngineAnswers.await(approvals.apply(caller).pending(slice));
    return ApiResponse.json(
        200,
        new ApprovalList(
            page.items().stream().map(ApprovalRoutes::detail).toList(),
            slice.limit(),
            slice.offset(),
            page.total(),
            page.next()));
  }

  private ApiResponse ofRun(ApiRequest request, Caller caller) {
    RunId run = PathIds.run(request);
    List<Approval> all = await(request, approvals.apply(caller).of(run));
    return ApiResponse.json(
        200, new RunApprovals(run, all.stream().map(ApprovalRoutes::detail).toList()));
  }

  private ApiResponse decide(ApiRequest request, Caller caller, GateVerdict verdict) {
    RunId run = PathIds.run(request);
    String gate = PathIds.text(request, GATE);
    String comment = request.optionalJson().map(ApprovalRoutes::comment).orElse(null);
    Approvals mine = approvals.apply(caller);
    return ApiResponse.json(
        200,
        detail(
            await(
                request,
                switch (verdict) {
                  case APPROVED -> mine.approve(run, gate, comment);
                  case REJECTED -> mine.reject(run, gate, comment);
                })));
  }

  private static @Nullable String comment(JsonNode body) {
    return JsonFields.of(body).text("comment");
  }

  private static <T> T await(ApiRequest request, CompletableFuture<T> answer) {
    try {
      return EngineAnswers.await(answer);
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_run") ? PathIds.noRun(request) : e;
    }
  }

  private static ApprovalDetail detail(Approval approval) {
    Approval.Decision decision = approval.decision();
    return new ApprovalDetail(
        approval.runId(),
        approval.taskId(),
        approval.gate(),
        approval.openedAtMillis(),
        decision == null
            ? null
            : new ApprovalDetail.Decision(
                decision.verdict(), decision.by(), decision.comment(), decision.atMillis()));
  }
}
