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
import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.client.wire.LedgerOrder;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.GateVerdict;
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

/// Decisions and ledgers over HTTP and through the client, by the operator and within a tenant.
@Timeout(60)
class ApprovalRoutesTest {
  private static final String GATE = "go live/now+";
  private static final String GATE_IN_PATH = "go%20live%2Fnow+";

  @TempDir Path directory;

  private TenantDaemon live;
  private ActionQueueClient operator;
  private ActionQueueClient anna;

  @BeforeEach
  void start() throws IOException {
    var environment =
        LiveDaemon.environment(directory)
            .handler(
                "deploy",
                context ->
                    context.decision(GATE).isPresent()
                        ? Outcome.success()
                        : Outcome.awaitDecision(GATE));
    live = TenantDaemon.start(directory, environment);
    operator = live.client(OPERATOR);
    anna = live.client("anna");
    live.grant(ANNA, "CanSubmit", NORTH);
  }

  @AfterEach
  void stop() {
    operator.close();
    anna.close();
    live.close();
  }

  /// A run of the north that waits at the gate.
  private RunId waiting() {
    RunId run = RunId.parse(live.runOf(live.submit("anna", "deploy")));
    live.await(run, RunState.SUSPENDED);
    return run;
  }

  @Test
  void approvalLetsTheRunGoOnAndIsWrittenIntoTheLedger() {
    RunId run = waiting();
    live.grant(ANNA, "CanApprove", NORTH);
    assertThat(anna.approvals().pending(10, 0).approvals())
        .extracting(ApprovalDetail::gate)
        .containsExactly(GATE);

    ApprovalDetail decided = anna.approvals().approve(run, GATE, "looks good");
    assertThat(decided.decision()).isNotNull();
    assertThat(decided.decision().verdict()).isEqualTo(GateVerdict.APPROVED);
    assertThat(decided.decision().by()).isEqualTo(ActorId.parse(ANNA));
    assertThat(decided.decision().comment()).isEqualTo("looks good");
    live.await(run, RunState.COMPLETED);

    assertThat(anna.approvals().approve(run, GATE, "looks good")).isEqualTo(decided);
    assertThatThrownBy(() -> anna.approvals().reject(run, GATE, null))
        .isInstanceOfSatisfying(
            ClientException.Refused.class,
            refusal -> assertThat(refusal.body().error()).isEqualTo("gate_already_decided"));
    assertThat(operator.approvals().of(run).approvals()).containsExactly(decided);
    assertThat(operator.approvals().pending(10, 0).total()).isZero();
    assertThat(anna.ledger().entries(10, 0, null, "decision").entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.actorId()).isEqualTo(ActorId.parse(ANNA)));
  }

  @Test
  void rejectionEndsTheRunAndTheOperatorDecidesAsNobody() {
    RunId run = waiting();
    ApprovalDetail decided = operator.approvals().reject(run, GATE, null);
    assertThat(decided.decision().verdict()).isEqualTo(GateVerdict.REJECTED);
    assertThat(decided.decision().by()).isNull();
    live.await(run, RunState.FAILED);
  }

  @Test
  void decidingNeedsTheCapabilityAndTheTenant() {
    String path = "/api/v2/runs/" + waiting() + "/approvals";
    refused(
        live.post("anna", path + "/" + GATE_IN_PATH + "/approve", "{}"), 403, "missing_capability");
    live.grant(SAM, "CanApprove", SOUTH);
    refused(live.post("sam", path + "/" + GATE_IN_PATH + "/reject", "{}"), 404, "run_not_found");
    refused(live.get("sam", path), 404, "run_not_found");
    assertThat(json(live.get("sam", "/api/v2/approvals")).path("total").longValue()).isZero();
    refused(live.get("nobody", "/api/v2/approvals"), 403, "no_role_assigned");
    refused(live.post("looker", path + "/" + GATE_IN_PATH + "/approve", "{}"), 403, "forbidden");
  }

  @Test
  void badDecisionsAreRefused() {
    String path = "/api/v2/runs/" + waiting() + "/approvals/";
    refused(live.post(OPERATOR, path + "other/approve", "{}"), 404, "unknown_gate");
    refused(
        live.post(OPERATOR, path + GATE_IN_PATH + "/approve", "{\"comment\":7}"),
        422,
        "invalid_body");
    refused(live.post(OPERATOR, path + GATE_IN_PATH + "/approve", "{"), 400, "malformed_json");
    refused(live.post(OPERATOR, "/api/v2/runs/x/approvals/g/approve", "{}"), 400, "invalid_run_id");
    refused(live.get(OPERATOR, "/api/v2/runs/" + ANNA + "/approvals"), 404, "run_not_found");
    refused(live.get(OPERATOR, "/api/v2/approvals?limit=0"), 422, "invalid_pagination");
  }

  @Test
  void ledgerIsAppendedAndReadPageByPage() {
    TenantId north = TenantId.parse(NORTH);
    LedgerEntryId named = LedgerEntryId.parse("30000000-0000-0000-0000-000000000003");
    LedgerOrder order = LedgerOrder.of(north, "audit", Bytes.utf8("first"));
    var first = operator.ledger().append(order.by(ActorId.parse(ANNA)).occurredAt(5_000L));
    assertThat(anna.ledger().append(order.as(named))).isEqualTo(named);
    operator.ledger().append(LedgerOrder.of(TenantId.parse(SOUTH), "audit", Bytes.EMPTY));

    assertThat(operator.ledger().entry(first))
        .satisfies(entry -> assertThat(entry.actorId()).isEqualTo(ActorId.parse(ANNA)))
        .satisfies(entry -> assertThat(entry.occurredAtMillis()).isEqualTo(5_000))
        .satisfies(entry -> assertThat(entry.payload()).isEqualTo(Bytes.utf8("first")));
    assertThat(anna.ledger().entry(named).actorId()).isEqualTo(ActorId.parse(ANNA));
    assertThat(operator.ledger().entries(10, 0, null, null).total()).isEqualTo(3);
    assertThat(operator.ledger().entries(1, 1, north, "audit").entries())
        .extracting(entry -> entry.entryId())
        .isEqualTo(List.of(named));
    assertThat(operator.ledger().entries(10, 0, north, "other key").entries()).isEmpty();
    refused(
        live.post(
            OPERATOR,
            "/api/v2/ledger",
            "{\"tenant_id\":\"%s\",\"ledger_key\":\"a\",\"entry_id\":\"%s\"}"
                .formatted(NORTH, named)),
        409,
        "duplicate_ledger_entry");
  }

  @Test
  void ledgerOfOthersIsNotThere() {
    String entry =
        json(live.post(
                OPERATOR,
                "/api/v2/ledger",
                "{\"tenant_id\":\"" + NORTH + "\",\"ledger_key\":\"audit\"}"))
            .path("entry_id")
            .stringValue();
    ok(live.get("anna", "/api/v2/ledger/" + entry));
    refused(live.get("sam", "/api/v2/ledger/" + entry), 404, "ledger_entry_not_found");
    assertThat(json(live.get("sam", "/api/v2/ledger?tenant_id=" + NORTH)).path("total").longValue())
        .isZero();
    refused(
        live.post(
            "sam", "/api/v2/ledger", "{\"tenant_id\":\"" + NORTH + "\",\"ledger_key\":\"a\"}"),
        404,
        "tenant_not_found");
    refused(
        live.post("nobody", "/api/v2/ledger", "{\"ledger_key\":\"a\"}"), 403, "no_role_assigned");
  }

  @Test
  void badLedgerEntriesAreRefused() {
    for (String[] bad :
        new String[][] {
          {"{\"ledger_key\":\"a\"}", "422", "invalid_body"},
          {"{\"tenant_id\":\"x\",\"ledger_key\":\"a\"}", "400", "malformed_id"},
          {"{\"tenant_id\":\"" + ANNA + "\",\"ledger_key\":\"a\"}", "404", "tenant_not_found"},
          {"{\"tenant_id\":\"" + NORTH + "\"}", "422", "invalid_body"},
          {"{\"tenant_id\":\"" + NORTH + "\",\"ledger_key\":\"\"}", "422", "empty_ledger_key"},
          {
            "{\"tenant_id\":\"%s\",\"ledger_key\":\"a\",\"actor_id\":\"%s\"}"
                .formatted(NORTH, NORTH),
            "404",
            "actor_not_found"
          },
          {
            "{\"tenant_id\":\"%s\",\"ledger_key\":\"a\",\"payload_base64\":\"b2s\"}"
                .formatted(NORTH),
            "400",
            "invalid_base64"
          },
          {
            ("{\"tenant_id\":\"%s\",\"ledger_key\":\"a\","
                    + "\"entry_id\":\"00000000-0000-0000-0000-000000000000\"}")
                .formatted(NORTH),
            "400",
            "invalid_ledger_entry_id"
          }
        }) {
      refused(live.post(OPERATOR, "/api/v2/ledger", bad[0]), Integer.parseInt(bad[1]), bad[2]);
    }
    refused(live.get(OPERATOR, "/api/v2/ledger/x"), 400, "invalid_ledger_entry_id");
    refused(live.get(OPERATOR, "/api/v2/ledger/" + ANNA), 404, "ledger_entry_not_found");
    refused(live.get(OPERATOR, "/api/v2/ledger?tenant_id=x"), 422, "invalid_filter");
  }
}
