package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.assertRefused;
import static io.actionqueue.Crew.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Runs that wait until somebody decides (spec 03 §10.7).
class ApprovalTest {
  @RegisterExtension final World world = World.at(1000);

  private final List<String> done = new ArrayList<>();

  /// Goes live once somebody has approved, and tells with whose words.
  private Outcome deploy(RunContext context) {
    return context
        .decision("go")
        .map(decision -> {
          done.add("deployed: " + decision.comment());
          return Outcome.success();
        })
        .orElseGet(() -> Outcome.awaitDecision("go", Bytes.utf8("plan")));
  }

  private ActionQueue open() {
    return open(world);
  }

  private ActionQueue open(World in) {
    return in.openWith(options ->
        options
            .snapshotEventThreshold(OptionalLong.of(5))
            .handler("deploy", this::deploy)
            .handler(
                "after",
                context -> {
                  done.add("after");
                  return Outcome.success();
                }));
  }

  private static List<String> gates(ActionQueue queue) {
    return queue.approvals().pending(10, 0).join().items().stream().map(Approval::gate).toList();
  }

  /// An approval lets the run go on, with the words of who approved; kills in between change
  /// nothing.
  @Test
  void approvalLetsTheRunGoOn() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, TaskRequest.of("deploy").maxAttempts(1));
    queue.runUntilIdle();
    RunId run = World.runOf(queue, task);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SUSPENDED);
    assertThat(gates(queue)).containsExactly("go");
    assertThat(World.onlyRun(queue, task).blockedBy())
        .extracting(BlockReason::code, BlockReason::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "suspended", "waits at gate 'go' until somebody decides"));
    assertRefused("gate_undecided", queue.resumeRun(run));
    world.kill();

    queue = open();
    queue.runUntilIdle();
    assertThat(gates(queue)).containsExactly("go");
    assertRefused("gate_undecided", queue.resumeRun(run));
    world.time.advanceSeconds(7);
    Approval approval = queue.approvals().approve(run, "go", "checked \"twice\"").join();
    assertThat(approval)
        .isEqualTo(
            new Approval(
                run,
                task,
                "go",
                1_000_000,
                new Approval.Decision(GateVerdict.APPROVED, null, "checked \"twice\"", 1_007_000)));
    assertThat(gates(queue)).isEmpty();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    world.kill();

    queue = open();
    assertThat(queue.approvals().of(run).join()).containsExactly(approval);
    queue.runUntilIdle();
    assertThat(done).containsExactly("deployed: checked \"twice\"");
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    assertThat(World.onlyRun(queue, task).countedAttempts()).isEqualTo(1);
  }

  /// A rejection ends the run with its reason, and what waits for its task; its handler is not
  /// asked.
  @Test
  void rejectionFailsTheRunAndWhatWaitsForIt() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, TaskRequest.of("deploy").maxAttempts(1));
    TaskId after = World.submit(queue, TaskRequest.of("after").after(List.of(task)));
    queue.runUntilIdle();
    RunId run = World.runOf(queue, task);
    queue.approvals().reject(run, "go", "not before the holidays").join();
    world.kill();
    queue = open();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.FAILED);
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.CANCELED);
    assertThat(done).isEmpty();
    StateImage.Attempt last = World.onlyRun(queue, task).run().attempts().getLast();
    assertThat(last.result()).isEqualTo(AttemptResult.FAILURE);
    assertThat(last.error()).isEqualTo("rejected at gate 'go': not before the holidays");
    assertThat(gates(queue)).isEmpty();
  }

  /// The first decision counts; the same one again is answered as before, another is refused.
  @Test
  void decisionsAreMadeOnce() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, TaskRequest.of("deploy"));
    queue.runUntilIdle();
    RunId run = World.runOf(queue, task);
    assertRefused("unknown_gate", queue.approvals().approve(run, "other", null));
    assertRefused("unknown_run", queue.approvals().approve(new RunId(1, 1), "go", null));
    Approval first = queue.approvals().approve(run, "go", null).join();
    long sequence = queue.stats().join().latestSequence();
    assertThat(queue.approvals().approve(run, "go", null).join()).isEqualTo(first);
    assertRefused("gate_already_decided", queue.approvals().approve(run, "go", "again"));
    assertRefused("gate_already_decided", queue.approvals().reject(run, "go", null));
    assertThat(queue.stats().join().latestSequence()).isEqualTo(sequence);
  }

  /// A canceled run waits for nobody.
  @Test
  void canceledRunLeavesItsGate() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, TaskRequest.of("deploy"));
    queue.runUntilIdle();
    RunId run = World.runOf(queue, task);
    queue.cancelTask(task).join();
    assertThat(gates(queue)).isEmpty();
    assertRefused("run_already_terminal", queue.approvals().approve(run, "go", null));
    world.kill();
    assertThat(gates(open())).isEmpty();
  }

  /// Deciding needs the right to approve, and is told in the tenant's ledger with who and why.
  @Test
  void decisionsNeedTheRightAndAreLedgered() {
    ActionQueue queue = open();
    Session operator = member(queue, 1, Capability.CAN_SUBMIT);
    Session gatekeeper = member(queue, 2, Capability.CAN_APPROVE);
    queue.platform().createTenant(tenant(2), "Other").join();
    queue.platform().assignRole(actor(3), Role.GATEKEEPER, tenant(2)).join();
    queue.platform().grant(actor(3), Capability.CAN_APPROVE, tenant(2)).join();
    Session foreigner = queue.as(Principal.of(actor(3), tenant(2)));

    TaskId task = operator.submit(TaskRequest.of("deploy")).join().orElseThrow().taskId();
    queue.runUntilIdle();
    RunId run = World.runOf(queue, task);
    assertRefused("missing_capability", operator.approvals().approve(run, "go", "me"));
    assertRefused("unknown_run", foreigner.approvals().approve(run, "go", "them"));
    assertThat(foreigner.approvals().pending(9, 0).join().total()).isZero();
    assertRefused("unknown_run", foreigner.approvals().of(run));
    assertThat(operator.approvals().pending(9, 0).join().total()).isEqualTo(1);

    gatekeeper.approvals().approve(run, "go", "line 1\nline 2").join();
    world.kill();
    queue = open();
    List<LedgerView> decisions =
        queue.ledger().page(new LedgerQuery(9, 0, tenant(1), "decision")).join().items();
    assertThat(decisions).hasSize(1);
    assertThat(decisions.getFirst().actor()).isEqualTo(actor(2));
    assertThat(decisions.getFirst().payload().toUtf8())
        .isEqualTo(
            "{\"run_id\":\""
                + run
                + "\",\"task_id\":\""
                + task
                + "\",\"gate\":\"go\","
                + "\"verdict\":\"approved\",\"comment\":\"line 1\\u000aline 2\"}");
    assertThat(queue.approvals().of(run).join().getFirst().decision().by()).isEqualTo(actor(2));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  private static Session member(ActionQueue queue, int number, Capability capability) {
    if (queue.platform().tenant(tenant(1)).join().isEmpty()) {
      queue.platform().createTenant(tenant(1), "Acme").join();
    }
    queue.platform().assignRole(actor(number), Role.OPERATOR, tenant(1)).join();
    queue.platform().grant(actor(number), capability, tenant(1)).join();
    return queue.as(Principal.of(actor(number), tenant(1)));
  }

  /// Workers of other processes wait at gates as handlers do.
  @Test
  void remoteWorkersWaitAtGatesToo() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "far"));
    TaskId task = World.submit(queue, TaskRequest.of("far"));
    queue.tick();
    Claim claim = Crew.claim(queue, 1, 1).getFirst();
    var waiting = WorkerReport.of(Outcome.awaitDecision("go"));
    ReportReceipt receipt = queue.workers().report(claim.ref(), waiting).join();
    assertThat(receipt.movedTo()).isEqualTo(RunState.SUSPENDED);
    assertThat(queue.workers().report(claim.ref(), waiting).join()).isEqualTo(receipt);
    queue.approvals().approve(claim.ref().runId(), "go", "fine").join();
    Claim second = Crew.claim(queue, 1, 1).getFirst();
    assertThat(second.approvals().getFirst().decision().comment()).isEqualTo("fine");
    assertThat(second.countedAttempt()).isEqualTo(1);
    queue.workers().report(second.ref(), WorkerReport.of(Outcome.success())).join();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// Power fails at every single operation on the disk from submission to completion: afterwards
  /// decision and consequence are both there or both not, and the work gets done, the approved part
  /// only after an approval.
  @Test
  void powerCutsAnywhereKeepDecisionAndConsequenceTogether() {
    int cuts = 0;
    for (long at = 1; ; at++) {
      World each = World.at(1000).seed(at);
      done.clear();
      boolean cut = runWithPowerCut(each, at);
      assertThat(done).as("cut at operation %d", at).isNotEmpty();
      assertThat(done).allMatch("deployed: yes"::equals);
      each.close();
      if (!cut) {
        break;
      }
      cuts++;
    }
    assertThat(cuts).isGreaterThan(20);
  }

  private boolean runWithPowerCut(World in, long at) {
    TaskId task = World.task(1);
    boolean cut = false;
    ActionQueue queue = open(in);
    in.disk.injectAt(in.disk.operations() + at, Fault.powerCut());
    try {
      finish(queue, task);
    } catch (ActionQueueException | CompletionException broken) {
      cut = true;
      queue.close();
      in.disk = in.disk.crash(SeededRandom.of(at));
      queue = open(in);
      checkTogether(queue, task);
      finish(queue, task);
    }
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    return cut;
  }

  /// Goes on from wherever the scenario stands.
  private static void finish(ActionQueue queue, TaskId task) {
    if (queue.task(task).join().isEmpty()) {
      World.submit(queue, TaskRequest.of("deploy").id(task));
    }
    queue.runUntilIdle();
    if (World.stateOf(queue, task) == RunState.SUSPENDED) {
      queue.approvals().approve(World.runOf(queue, task), "go", "yes").join();
      queue.runUntilIdle();
    }
  }

  private static void checkTogether(ActionQueue queue, TaskId task) {
    if (queue.task(task).join().isEmpty()) {
      return;
    }
    RunId run = World.runOf(queue, task);
    List<Approval> gates = queue.approvals().of(run).join();
    RunState state = World.stateOf(queue, task);
    boolean waits = !gates.isEmpty() && gates.getFirst().decision() == null;
    assertThat(state == RunState.SUSPENDED).isEqualTo(waits);
  }

  /// the older pattern, in which a task of its own reviews. A failed review
  /// cancels the execution, a good one lets it start; declaring late counts what has completed.
  @Test
  void reviewTaskGatesExecution() {
    var review = new ArrayList<Outcome>(List.of(Outcome.fail("no"), Outcome.success()));
    ActionQueue queue =
        world.openWith(options ->
            options
                .handler("plan", _ -> Outcome.success())
                .handler("review", _ -> review.removeFirst())
                .handler("execute", _ -> Outcome.success()));
    for (RunState expected : List.of(RunState.CANCELED, RunState.COMPLETED)) {
      TaskId plan = World.submit(queue, TaskRequest.of("plan"));
      TaskId reviewing = World.submit(queue, TaskRequest.of("review").after(List.of(plan)));
      TaskId execution = World.submit(queue, TaskRequest.of("execute").after(List.of(reviewing)));
      queue.tick();
      assertThat(World.stateOf(queue, execution)).isEqualTo(RunState.SCHEDULED);
      queue.runUntilIdle();
      assertThat(World.stateOf(queue, plan)).isEqualTo(RunState.COMPLETED);
      assertThat(World.stateOf(queue, execution)).isEqualTo(expected);
    }
    TaskId plan = World.submit(queue, TaskRequest.of("plan"));
    queue.runUntilIdle();
    TaskId late = World.submit(queue, TaskRequest.of("execute"));
    queue.workflow().declareDependencies(late, List.of(plan)).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, late)).isEqualTo(RunState.COMPLETED);
  }

  /// operator, auditor and gatekeeper end to end, each with its own right, told in the
  /// ledger.
  @Test
  void triadWorksEndToEnd() {
    ActionQueue queue = world.openWith(options -> options.dispatchConcurrency(1));
    queue.platform().createTenant(tenant(1), "Digicorp").join();
    List<Role> roles = List.of(Role.OPERATOR, Role.AUDITOR, Role.GATEKEEPER);
    List<Capability> rights =
        List.of(Capability.CAN_SUBMIT, Capability.CAN_REVIEW, Capability.CAN_EXECUTE);
    for (int i = 0; i < 3; i++) {
      queue.platform().assignRole(actor(i), roles.get(i), tenant(1)).join();
      queue.platform().grant(actor(i), rights.get(i), tenant(1)).join();
    }
    Session operator = queue.as(Principal.of(actor(0), tenant(1)));
    Session gatekeeper = queue.as(Principal.of(actor(2), tenant(1)));
    gatekeeper.workers().register(Crew.ofTenant(2, tenant(1), "work")).join();
    TaskId before = null;
    List<String> keys = List.of("audit", "decision", "audit");
    for (int i = 0; i < 3; i++) {
      var request = TaskRequest.of("work").after(before == null ? List.of() : List.of(before));
      TaskId task = operator.submit(request).join().orElseThrow().taskId();
      world.time.advanceSeconds(1);
      queue.tick();
      Claim claim = gatekeeper.workers().claim(ClaimRequest.by(actor(2))).join().getFirst();
      assertThat(claim.spec().id()).isEqualTo(task);
      gatekeeper.workers().report(claim.ref(), WorkerReport.of(Outcome.success())).join();
      assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
      queue
          .ledger()
          .append(
              LedgerRequest.of(tenant(1), keys.get(i))
                  .actor(actor(i))
                  .occurredAtMillis((1001 + i) * 1000L))
          .join();
      before = task;
    }
    assertThat(entries(queue, "audit"))
        .extracting(LedgerView::occurredAtMillis)
        .containsExactly(1_001_000L, 1_003_000L);
    assertThat(entries(queue, "decision")).extracting(LedgerView::actor).containsExactly(actor(1));
    assertThat(may(queue, 0, Capability.CAN_SUBMIT)).isTrue();
    assertThat(may(queue, 0, Capability.CAN_EXECUTE)).isFalse();
    assertThat(may(queue, 2, Capability.CAN_EXECUTE)).isTrue();
    assertThat(may(queue, 2, Capability.CAN_SUBMIT)).isFalse();
  }

  private static List<LedgerView> entries(ActionQueue queue, String key) {
    return queue.ledger().page(new LedgerQuery(9, 0, tenant(1), key)).join().items();
  }

  private static boolean may(ActionQueue queue, int number, Capability capability) {
    return queue.platform().check(actor(number), capability, tenant(1)).join()
        == Permission.ALLOWED;
  }
}
