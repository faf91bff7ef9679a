package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.WorkerClient;
import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.client.wire.AttemptVerdict;
import io.actionqueue.client.wire.BudgetOrder;
import io.actionqueue.client.wire.ClaimDetail;
import io.actionqueue.client.wire.ClaimOrder;
import io.actionqueue.client.wire.ReportOrder;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.TaskStatus;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.auth.Tokens;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Workers of other processes over HTTP (spec 04 §7, §13.3, S-50).
@Timeout(60)
class WorkerGatewayTest {
  private static final ActorId ONE = ActorId.parse("11111111-1111-1111-1111-111111111111");
  private static final ActorId TWO = ActorId.parse("22222222-2222-2222-2222-222222222222");
  private static final ClaimOrder WAITING = new ClaimOrder(null, null, 30L);
  private static final String OWN_TOKEN = "the token of actor one";

  @TempDir Path directory;

  private LiveDaemon live;
  private ActionQueueClient client;
  private WorkerClient workers;

  @BeforeEach
  void start() throws Exception {
    Path tokens =
        Files.writeString(
            directory.resolve("tokens"), "one worker:" + ONE + " " + Tokens.hash(OWN_TOKEN) + "\n");
    var config =
        LiveDaemon.config(directory.resolve("data")).with(ConfigKey.TOKENS_FILE, tokens.toString());
    live = LiveDaemon.start(directory.resolve("data"), config, LiveDaemon.environment(directory));
    client =
        ActionQueueClient.connect(
            LocalDaemon.find(directory.resolve("data")).orElseThrow().options());
    workers = client.workers();
  }

  @AfterEach
  void stop() {
    client.close();
    live.close();
  }

  @Test
  void runIsClaimedKeptAndCompleted() {
    register(ONE, "one");
    TaskId task = client.submit(Submission.of("resize").payload(Bytes.utf8("cat.png"))).taskId();
    client.allocateBudget(task, BudgetDimension.TOKEN, new BudgetOrder(100, null));
    assertThat(workers.claimable(ONE, 10).runs()).hasSize(1);

    ClaimDetail claim = claim(ONE);
    assertThat(claim.taskId()).isEqualTo(task);
    assertThat(claim.payload().toUtf8()).isEqualTo("cat.png");
    assertThat(claim.attempt()).isEqualTo(1);
    assertThat(client.run(claim.runId()).state()).isEqualTo(RunState.RUNNING);
    assertThat(client.run(claim.runId()).lease().owner()).isEqualTo("one");
    assertThat(workers.heartbeat(claim).cancelRequested()).isFalse();
    assertThat(workers.actor(ONE).leases()).isEqualTo(1);

    var report =
        new ReportOrder(
            claim.leaseToken(),
            "Success",
            null,
            null,
            null,
            "ZG9uZQ==",
            List.of(new ReportOrder.Consumption(BudgetDimension.TOKEN, 30)));
    var receipt = workers.report(claim, report);
    assertThat(receipt.result()).isEqualTo(AttemptVerdict.SUCCESS);
    assertThat(receipt.state()).isEqualTo(RunState.COMPLETED);
    assertThat(workers.report(claim, report)).as("an exact repeat").isEqualTo(receipt);
    assertThat(client.task(task).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(client.run(claim.runId()).attempts().getFirst().output())
        .isEqualTo(Bytes.utf8("done"));
    assertThat(client.budgets(task).budgets().getFirst().consumed()).isEqualTo(30);
  }

  @Test
  void claimWaitsForWork() throws Exception {
    register(ONE, "one");
    var waiting = CompletableFuture.supplyAsync(() -> workers.claim(ONE, WAITING));
    TaskId task = client.submit(Submission.of("resize")).taskId();

    assertThat(waiting.get()).singleElement().extracting(ClaimDetail::taskId).isEqualTo(task);
    assertThat(workers.claim(ONE, new ClaimOrder(5, null, null))).isEmpty();
  }

  @Test
  void releasedRunIsThereForTheNextAndCountsNowhere() {
    register(ONE, "one");
    register(TWO, "two");
    client.submit(Submission.of("resize"));
    ClaimDetail first = claim(ONE);

    var receipt = workers.release(first);
    assertThat(receipt.result()).isEqualTo(AttemptVerdict.INTERRUPTED);
    ClaimDetail second = claim(TWO);
    assertThat(second.runId()).isEqualTo(first.runId());
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.countedAttempt()).isEqualTo(1);

    assertRefused(409, "lease_lost", () -> workers.heartbeat(first));
    var late = ReportOrder.success(first.leaseToken(), null);
    assertRefused(409, "attempt_mismatch", () -> workers.report(first, late));
  }

  @Test
  void failureIsTriedAgainUnlessItIsForGood() {
    register(ONE, "one");
    String task = "{\"action\":\"resize\",\"constraints\":{\"max_attempts\":3}}";
    assertThat(live.post("/api/v1/tasks", task).status()).isEqualTo(201);
    ClaimDetail first = claim(ONE);
    assertThat(workers.report(first, ReportOrder.retry(first.leaseToken(), "busy")).state())
        .isEqualTo(RunState.RETRY_WAIT);

    ClaimDetail second = claim(ONE);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(workers.report(second, ReportOrder.fail(second.leaseToken(), "no cat")).state())
        .isEqualTo(RunState.FAILED);
    assertThat(client.run(second.runId()).attempts().getLast().error()).isEqualTo("no cat");
    assertRefused(
        409,
        "attempt_not_active",
        () -> workers.report(second, ReportOrder.success(second.leaseToken(), null)));
  }

  @Test
  void suspendedRunGivesItsPartToTheNextAttempt() {
    register(ONE, "one");
    client.submit(Submission.of("resize"));
    ClaimDetail first = claim(ONE);
    workers.report(first, ReportOrder.suspended(first.leaseToken(), Bytes.utf8("half")));
    assertThat(client.resumeRun(first.runId()).status()).isEqualTo("resumed");

    ClaimDetail second = claim(ONE);
    assertThat(second.partial()).isEqualTo(Bytes.utf8("half"));
    assertThat(second.countedAttempt()).isEqualTo(1);
  }

  @Test
  void workerOfACanceledRunIsToldToStop() {
    register(ONE, "one");
    client.submit(Submission.of("resize"));
    ClaimDetail claim = claim(ONE);
    client.cancelRun(claim.runId());

    var answer = workers.heartbeat(claim);
    assertThat(answer.cancelRequested()).isTrue();
    assertThat(answer.reason()).isEqualTo("canceled");
  }

  @Test
  void childrenAreSubmittedBelowTheTask() {
    register(ONE, "one");
    TaskId parent = client.submit(Submission.of("resize")).taskId();
    ClaimDetail claim = claim(ONE);

    var answers =
        workers
            .submit(
                claim,
                List.of(
                    Submission.of("a"),
                    Submission.of("b")
                        .after(List.of(TaskId.parse("99999999-9999-9999-9999-999999999999")))))
            .tasks();
    assertThat(answers).hasSize(2);
    TaskId child = answers.getFirst().accepted().taskId();
    assertThat(answers.get(1).refused().error()).isEqualTo("unknown_task");
    assertThat(client.task(child).parentTaskId()).isEqualTo(parent);
    var below = client.children(parent);
    assertThat(below.children())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.taskId()).isEqualTo(child);
          assertThat(one.runs()).hasSize(1);
        });
    assertThat(below.allTerminal()).isFalse();
  }

  @Test
  void actorLeavesAndWhatItHeldIsTakenBack() {
    register(ONE, "one");
    register(TWO, "two");
    client.submit(Submission.of("resize"));
    ClaimDetail held = claim(ONE);
    workers.deregister(ONE);

    assertThat(claim(TWO).runId()).isEqualTo(held.runId());
    assertThat(workers.actor(ONE).deregisteredAt()).isNotNull();
    assertRefused(409, "actor_not_active", () -> workers.heartbeat(ONE));
    assertThat(workers.actors(10, 0).total()).isEqualTo(2);
    assertThat(live.get("/api/v2/actors?active=true").body()).contains("\"total\":1");
  }

  @Test
  void badRegistrationsAreRefusedInTheirWords() {
    assertBody(register("{\"capabilities\":[]}"), 400, "invalid_capabilities");
    assertThat(register("{\"capabilities\":[]}").body())
        .contains("must declare at least one capability");
    assertThat(register("{\"capabilities\":[\"\"]}").body())
        .contains("capability string must be non-empty");
    assertBody(register("{\"identity\":\"\"}"), 422, "empty_identity");
    assertBody(register("{\"identity\":\"runtime\"}"), 422, "reserved_identity");
    assertBody(register("{\"heartbeat_interval_secs\":0}"), 422, "zero_heartbeat_interval");
    assertBody(register("{\"department\":\"\"}"), 422, "invalid_department");
    assertBody(register("{\"department\":\"" + "x".repeat(129) + "\"}"), 422, "invalid_department");
    assertBody(register("{\"tenant_id\":\"" + TWO + "\"}"), 404, "tenant_not_found");
    assertBody(register("{\"actor_id\":\"x\"}"), 400, "malformed_id");
    assertBody(
        register("{\"actor_id\":\"00000000-0000-0000-0000-000000000000\"}"),
        400,
        "invalid_actor_id");
    register(ONE, "one");
    assertBody(
        register("{\"identity\":\"one\",\"actor_id\":\"" + TWO + "\"}"), 409, "identity_taken");
  }

  @Test
  void unknownActorsAndAttemptsAreNotFound() {
    for (String path : List.of("/heartbeat", "/claims")) {
      assertBody(live.post("/api/v2/actors/" + TWO + path), 404, "actor_not_found");
      assertBody(live.post("/api/v2/actors/nobody" + path), 400, "invalid_actor_id");
    }
    assertBody(live.get("/api/v2/actors/" + TWO), 404, "actor_not_found");
    assertBody(live.get("/api/v2/actors/" + TWO + "/claimable"), 404, "actor_not_found");
    assertBody(live.send(live.request("/api/v2/actors/" + TWO).DELETE()), 404, "actor_not_found");
    String attempt = "/api/v2/runs/" + ONE + "/attempts/" + TWO;
    assertBody(live.post(attempt + "/complete", "{\"result\":\"Success\"}"), 422, "invalid_body");
    assertBody(
        live.post(attempt + "/release", "{\"lease_token\":\"x\"}"), 400, "malformed_lease_token");
    assertBody(live.post("/api/v2/runs/x/attempts/" + TWO + "/release"), 400, "invalid_run_id");
    assertBody(live.post("/api/v2/runs/" + ONE + "/attempts/x/release"), 400, "invalid_attempt_id");
  }

  @Test
  void badReportsAreRefusedAndWriteNothing() {
    register(ONE, "one");
    client.submit(Submission.of("resize"));
    ClaimDetail claim = claim(ONE);
    long before = client.stats().latestSequence();
    for (String body :
        List.of(
            "\"result\":\"Done\"",
            "\"result\":\"Failure\"",
            "\"result\":\"Failure\",\"error\":\"e\",\"output_base64\":\"b2s=\"",
            "\"result\":\"Success\",\"error\":\"e\"",
            "\"result\":\"Success\",\"retryable\":true",
            "\"result\":\"Failure\",\"error\":\"e\",\"retryable\":false,\"retry_after_secs\":1",
            "\"result\":\"Success\",\"consumption\":[{\"dimension\":\"Token\"}]")) {
      assertBody(complete(claim, body), 422, "invalid_body");
    }
    assertBody(
        complete(claim, "\"result\":\"Success\",\"output_base64\":\"b2s\""), 400, "invalid_base64");
    assertBody(
        complete(
            claim, "\"result\":\"Success\",\"consumption\":[{\"dimension\":\"Tea\",\"amount\":1}]"),
        422,
        "invalid_dimension");
    assertBody(live.post("/api/v2/actors/" + ONE + "/claims", "{\"max\":0}"), 422, "invalid_body");
    assertBody(
        live.post("/api/v2/actors/" + ONE + "/claims", "{\"lease_secs\":2}"),
        422,
        "invalid_lease_secs");
    assertThat(client.stats().latestSequence()).isEqualTo(before);
  }

  /// the lease of one run says nothing about another one.
  @Test
  void leaseOfAnotherRunIsRefused() {
    register(ONE, "one");
    client.submit(Submission.of("resize"));
    ClaimDetail first = claim(ONE);
    client.submit(Submission.of("resize"));
    ClaimDetail second = claim(ONE);
    long before = client.stats().latestSequence();
    String attempt = "/api/v2/runs/" + first.runId() + "/attempts/" + second.attemptId();
    var byToken = own(attempt + "/heartbeat", "{\"lease_token\":\"" + second.leaseToken() + "\"}");
    assertBody(byToken, 409, "attempt_mismatch");
    assertThat(byToken.body())
        .contains("\"requested_run_id\":\"" + first.runId() + "\"")
        .contains("\"existing_run_id\":\"" + second.runId() + "\"");
    var byName = own(attempt + "/release", "{}");
    assertBody(byName, 409, "attempt_mismatch");
    assertThat(byName.body()).contains(first.runId().toString(), second.runId().toString());
    assertThat(client.stats().latestSequence()).isEqualTo(before);
  }

  @Test
  void tokenOfOneActorSpeaksForNoOther() {
    register(ONE, "one");
    register(TWO, "two");
    client.submit(Submission.of("resize"));
    ClaimDetail claim = claim(TWO);
    assertBody(own("/api/v2/actors/" + ONE + "/heartbeat", ""), 200, "");
    assertBody(own("/api/v2/actors/" + TWO + "/heartbeat", ""), 403, "forbidden");
    String token = "{\"lease_token\":\"" + claim.leaseToken() + "\"}";
    String attempt = "/api/v2/runs/" + claim.runId() + "/attempts/" + claim.attemptId();
    assertBody(own(attempt + "/heartbeat", token), 403, "forbidden");
    assertBody(own(attempt + "/heartbeat", "{}"), 403, "lease_owner_mismatch");
    assertBody(own("/api/v1/engine/pause", ""), 403, "forbidden");
    assertThat(
            live.send(live.bare("/api/v1/stats").header("Authorization", "Bearer " + OWN_TOKEN))
                .status())
        .isEqualTo(403);

    workers.release(claim);
    var mine = own("/api/v2/actors/" + ONE + "/claims", "{}");
    assertThat(mine.body()).contains(claim.runId().toString());
  }

  @Test
  void readOnlyDaemonHasNoGateway() {
    live.close();
    Path data = directory.resolve("data");
    var config = LiveDaemon.config(data).with(ConfigKey.READ_ONLY, "true");
    live = LiveDaemon.start(data, config, LiveDaemon.environment(directory));

    assertBody(live.post("/api/v2/actors/" + ONE + "/heartbeat"), 404, "control_disabled");
    assertThat(live.get("/api/v2/actors").status()).isEqualTo(200);
  }

  private void register(ActorId id, String identity) {
    workers.register(new ActorOrder(id, identity, List.of("resize"), 60, null, null));
  }

  /// A registration of actor one, with these fields instead of good ones.
  private LiveDaemon.Answer register(String fields) {
    String good =
        "{\"actor_id\":\""
            + ONE
            + "\",\"identity\":\"w\",\"capabilities\":[\"c\"],"
            + "\"heartbeat_interval_secs\":10,";
    return live.post("/api/v2/actors/register", good + fields.substring(1));
  }

  private LiveDaemon.Answer complete(ClaimDetail claim, String fields) {
    return live.post(
        "/api/v2/runs/" + claim.runId() + "/attempts/" + claim.attemptId() + "/complete",
        "{\"lease_token\":\"" + claim.leaseToken() + "\"," + fields + "}");
  }

  private LiveDaemon.Answer own(String target, String json) {
    var request = live.bare(target).header("Authorization", "Bearer " + OWN_TOKEN);
    return live.send(
        (json.isEmpty() ? request : request.header("Content-Type", "application/json"))
            .POST(BodyPublishers.ofString(json)));
  }

  private ClaimDetail claim(ActorId id) {
    return workers.claim(id, WAITING).getFirst();
  }

  private static void assertBody(LiveDaemon.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (!code.isEmpty()) {
      assertThat(answer.body()).startsWith("{\"error\":\"" + code + "\",");
    }
  }

  private static void assertRefused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClientException.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.status()).isEqualTo(status);
            });
  }
}
