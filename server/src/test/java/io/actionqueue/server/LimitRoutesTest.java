package io.actionqueue.server;

import static io.actionqueue.server.testing.TenantDaemon.ANNA;
import static io.actionqueue.server.testing.TenantDaemon.NORTH;
import static io.actionqueue.server.testing.TenantDaemon.OPERATOR;
import static io.actionqueue.server.testing.TenantDaemon.SAM;
import static io.actionqueue.server.testing.TenantDaemon.SOUTH;
import static io.actionqueue.server.testing.TenantDaemon.json;
import static io.actionqueue.server.testing.TenantDaemon.ok;
import static io.actionqueue.server.testing.TenantDaemon.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.Outcome;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.wire.DeadLetterDetail;
import io.actionqueue.client.wire.RedriveAnswer;
import io.actionqueue.client.wire.ScopeDetail;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.testing.LiveDaemon;
import io.actionqueue.server.testing.TenantDaemon;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Limits, pauses and dead letters over HTTP and through the client, by the operator and within a
/// tenant.
@Timeout(60)
class LimitRoutesTest {
  private static final Scope MAIL = new Scope.Action("mail");

  @TempDir Path directory;

  private TenantDaemon live;
  private ActionQueueClient operator;

  @BeforeEach
  void start() throws IOException {
    var environment =
        LiveDaemon.environment(directory).handler("break", _ -> Outcome.fail("broken"));
    live = TenantDaemon.start(directory, environment);
    operator = live.client(OPERATOR);
    live.grant(ANNA, "CanSubmit", NORTH);
  }

  @AfterEach
  void stop() {
    operator.close();
    live.close();
  }

  @Test
  void limitsAreSetReplacedListedAndTakenAway() {
    Scope key = new Scope.Key(TenantId.parse(NORTH), "printer/7 & more");
    Scope tenant = new Scope.Tenant(TenantId.parse(SOUTH));
    Scope unnamed = new Scope.Action("");
    operator.limits().set(MAIL, Limit.ofPermits(3));
    operator.limits().set(MAIL, new Limit(2, new Limit.Rate(10, 60_000, 5)));
    operator.limits().set(key, Limit.ofPermits(1));
    operator.limits().set(tenant, Limit.ofRate(Limit.Rate.perSecond(4)));
    operator.limits().set(unnamed, Limit.ofPermits(9));

    assertThat(operator.limits().list().limits())
        .extracting(limit -> limit.scope().toScope())
        .containsExactly(MAIL, key, tenant, unnamed);
    var mail = operator.limits().list().limits().getFirst();
    assertThat(mail.permits()).isEqualTo(2);
    assertThat(mail.rate().perMillis()).isEqualTo(60_000);
    for (Scope scope : List.of(MAIL, key, tenant, unnamed)) {
      assertThat(operator.limits().clear(scope).status()).isEqualTo("cleared");
    }
    assertThat(operator.limits().list().limits()).isEmpty();
    assertThatThrownBy(() -> operator.limits().clear(MAIL))
        .isInstanceOfSatisfying(
            ClientException.Refused.class,
            refusal -> assertThat(refusal.body().error()).isEqualTo("no_limit"));
  }

  @Test
  void limitHoldsAtOnceAndIsExplained() {
    operator.limits().pause(new Scope.Action("break"));
    String task = live.submit("anna", "break");
    RunId run = RunId.parse(live.runOf(task));
    live.await(run, RunState.READY);
    assertThat(operator.explain(run).blockedBy())
        .singleElement()
        .satisfies(blocker -> assertThat(blocker.code()).isEqualTo("paused"));
    operator.limits().resume(new Scope.Action("break"));
    live.await(run, RunState.FAILED);
  }

  @Test
  void pausesAreIdempotentAndListed() {
    assertThat(operator.limits().pause(MAIL).status()).isEqualTo("paused");
    assertThat(operator.limits().pause(MAIL).status()).isEqualTo("already_paused");
    assertThat(operator.limits().paused().pauses()).containsExactly(ScopeDetail.of(MAIL));
    assertThat(operator.limits().resume(MAIL).status()).isEqualTo("resumed");
    assertThat(operator.limits().resume(MAIL).status()).isEqualTo("already_resumed");
    assertThat(operator.limits().paused().pauses()).isEmpty();
  }

  @Test
  void badLimitsAndPausesAreRefused() {
    for (String[] bad :
        new String[][] {
          {"{\"permits\":1}", "422", "invalid_body"},
          {"{\"scope\":{},\"permits\":1}", "422", "invalid_body"},
          {"{\"scope\":{\"action\":\"a\",\"key\":\"k\"},\"permits\":1}", "422", "invalid_body"},
          {"{\"scope\":{\"action\":7},\"permits\":1}", "422", "invalid_body"},
          {"{\"scope\":{\"key\":\"\"},\"permits\":1}", "422", "empty_concurrency_key"},
          {"{\"scope\":{\"tenant_id\":\"x\"},\"permits\":1}", "400", "malformed_id"},
          {"{\"scope\":{\"tenant_id\":\"" + ANNA + "\"},\"permits\":1}", "404", "tenant_not_found"},
          {"{\"scope\":{\"action\":\"a\"}}", "422", "invalid_limit"},
          {"{\"scope\":{\"action\":\"a\"},\"permits\":0}", "422", "invalid_limit"},
          {"{\"scope\":{\"action\":\"a\"},\"rate\":{}}", "422", "invalid_body"},
          {"{\"scope\":{\"action\":\"a\"},\"rate\":{\"tokens\":0}}", "422", "invalid_rate"},
          {
            "{\"scope\":{\"action\":\"a\"},\"rate\":{\"tokens\":1,\"per_millis\":0}}",
            "422",
            "invalid_rate"
          }
        }) {
      refused(live.put(OPERATOR, "/api/v1/limits", bad[0]), Integer.parseInt(bad[1]), bad[2]);
    }
    refused(live.put(OPERATOR, "/api/v1/pauses", "{}"), 422, "invalid_body");
    refused(live.delete(OPERATOR, "/api/v1/limits"), 422, "invalid_filter");
    refused(live.delete(OPERATOR, "/api/v1/pauses?action=a&key=k"), 422, "invalid_filter");
    refused(live.delete(OPERATOR, "/api/v1/pauses?tenant_id=x"), 422, "invalid_filter");
    assertThat(operator.limits().list().limits()).isEmpty();
  }

  @Test
  void tenantLimitsItselfAndItsKeysOnly() {
    String own = "{\"scope\":{\"tenant_id\":\"" + NORTH + "\"},\"permits\":1}";
    refused(live.put("anna", "/api/v1/limits", own), 403, "missing_capability");
    live.grant(ANNA, "CanOperate", NORTH);
    ok(live.put("anna", "/api/v1/limits", own));
    ok(live.put("anna", "/api/v1/pauses", "{\"scope\":{\"key\":\"k\"}}"));
    assertThat(operator.limits().paused().pauses())
        .containsExactly(new ScopeDetail(null, "k", TenantId.parse(NORTH)));
    refused(
        live.put("anna", "/api/v1/limits", "{\"scope\":{\"action\":\"a\"},\"permits\":1}"),
        403,
        "missing_capability");
    refused(
        live.put("anna", "/api/v1/pauses", "{\"scope\":{\"tenant_id\":\"" + SOUTH + "\"}}"),
        404,
        "tenant_not_found");
    assertThat(live.get("sam", "/api/v1/limits").body()).isEqualTo("{\"limits\":[]}");
    assertThat(live.get("sam", "/api/v1/pauses").body()).isEqualTo("{\"pauses\":[]}");
    ok(live.delete("anna", "/api/v1/pauses?key=k"));
    ok(live.delete("anna", "/api/v1/limits?tenant_id=" + NORTH));
  }

  @Test
  void prioritiesAndSharesAreSet() {
    operator.pause();
    RunId run = RunId.parse(live.runOf(live.submit("anna", "nobody")));
    refused(
        live.post(OPERATOR, "/api/v1/runs/" + run + "/priority", "{\"priority\":\"high\"}"),
        422,
        "invalid_body");
    refused(
        live.post("anna", "/api/v1/runs/" + run + "/priority", "{\"priority\":1}"),
        403,
        "missing_capability");
    refused(
        live.post(OPERATOR, "/api/v1/runs/" + NORTH + "/priority", "{\"priority\":1}"),
        404,
        "run_not_found");
    operator.resume();
    live.await(run, RunState.READY);
    assertThat(operator.limits().reprioritise(run, 9).runId()).isEqualTo(run);

    assertThat(operator.limits().weight(TenantId.parse(NORTH), 3).weight()).isEqualTo(3);
    String weight = "/api/v2/tenants/" + NORTH + "/weight";
    refused(live.put(OPERATOR, weight, "{\"weight\":0}"), 422, "invalid_body");
    refused(live.put(OPERATOR, weight, "{}"), 422, "invalid_body");
    refused(live.put("anna", weight, "{\"weight\":2}"), 403, "forbidden");
    refused(
        live.put(OPERATOR, "/api/v2/tenants/" + ANNA + "/weight", "{\"weight\":2}"),
        404,
        "tenant_not_found");
  }

  @Test
  void deadLettersAreListedAndDoneAgain() {
    RunId first = failed();
    RunId second = failed();
    assertThat(operator.deadLetters().list(10, 0).total()).isEqualTo(2);
    assertThat(operator.deadLetters().list(10, 0).deadLetters())
        .extracting(DeadLetterDetail::error)
        .containsOnly("broken");

    live.put(OPERATOR, "/api/v1/pauses", "{\"scope\":{\"action\":\"break\"}}");
    RedriveAnswer again = operator.deadLetters().redrive(first);
    assertThat(operator.task(again.taskId()).tenantId()).isEqualTo(TenantId.parse(NORTH));
    assertThatThrownBy(() -> operator.deadLetters().redrive(first))
        .isInstanceOfSatisfying(
            ClientException.Refused.class,
            refusal -> assertThat(refusal.body().error()).isEqualTo("redrive_in_progress"));
    List<RedriveAnswer> many =
        operator.deadLetters().redrive(List.of(second, first, RunId.parse(ANNA)));
    assertThat(many).extracting(RedriveAnswer::runId).first().isEqualTo(second);
    assertThat(many.get(0).taskId()).isNotNull();
    assertThat(many.get(1).error().error()).isEqualTo("redrive_in_progress");
    assertThat(many.get(2).error().error()).isEqualTo("unknown_run");
    assertThat(operator.deadLetters().list(10, 0).deadLetters())
        .allSatisfy(letter -> assertThat(letter.redrivenAs()).hasSize(1));
  }

  @Test
  void deadLettersAreTheTenantsAndRedrivingNeedsCanSubmit() {
    RunId run = failed();
    String redrive = "/api/v1/dead-letters/" + run + "/redrive";
    assertThat(json(live.get("anna", "/api/v1/dead-letters")).path("total").longValue())
        .isEqualTo(1);
    assertThat(json(live.get("sam", "/api/v1/dead-letters")).path("total").longValue()).isZero();
    refused(live.post("sam", redrive, "{}"), 403, "missing_capability");
    live.grant(SAM, "CanSubmit", SOUTH);
    refused(live.post("sam", redrive, "{}"), 404, "run_not_found");
    assertThat(live.post("anna", redrive, "{}").status()).isEqualTo(201);
  }

  @Test
  void badRedrivesAreRefused() {
    String path = "/api/v1/dead-letters/";
    refused(live.post(OPERATOR, path + "x/redrive", ""), 400, "invalid_run_id");
    refused(live.post(OPERATOR, path + "redrive", "{}"), 422, "invalid_body");
    refused(live.post(OPERATOR, path + "redrive", "{\"run_ids\":[]}"), 422, "invalid_body");
    refused(live.post(OPERATOR, path + "redrive", "{\"run_ids\":[\"x\"]}"), 400, "malformed_id");
    String run = live.runOf(live.submit("anna", "nobody"));
    refused(live.post(OPERATOR, path + run + "/redrive", ""), 409, "run_not_failed");
    refused(live.get(OPERATOR, "/api/v1/dead-letters?limit=1001"), 422, "invalid_pagination");
  }

  private RunId failed() {
    RunId run = RunId.parse(live.runOf(live.submit("anna", "break")));
    live.await(run, RunState.FAILED);
    return run;
  }
}
