package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.assertRefused;
import static io.actionqueue.Crew.claim;
import static io.actionqueue.Crew.register;
import static io.actionqueue.Crew.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.SafetyLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A run in the hands of a remote worker: fencing, heartbeats, reports, release (S-19, S-50).
class RemoteWorkTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue queue = null;

  private void open() {
    queue = world.openWith(options -> options.dispatchConcurrency(1).leaseTimeoutSecs(40));
  }

  private Claim start(TaskRequest request) {
    if (queue == null) {
      open();
      register(queue, registration(1, "work"));
      register(queue, registration(2, "work"));
    }
    World.submit(queue, request);
    queue.tick();
    return claim(queue, 1, 1).getFirst();
  }

  private StateImage.Run run(Claim claim) {
    return queue.run(claim.ref().runId()).join().orElseThrow().run();
  }

  private RunState state(Claim claim) {
    return run(claim).instance().state();
  }

  private ReportReceipt report(Claim claim, Outcome outcome) {
    return queue.workers().report(claim.ref(), WorkerReport.of(outcome)).join();
  }

  /// The claim tells what a worker needs, and the records hold what it has got.
  @Test
  void claimStartsAnAttemptDurably() {
    Claim claim = start(TaskRequest.of("work").payload("p").timeoutSecs(9).maxAttempts(3));
    assertThat(claim.spec().payload().bytes().toUtf8()).isEqualTo("p");
    assertThat(claim.attempt()).isEqualTo(1);
    assertThat(claim.leaseExpiry()).isEqualTo(1040);
    assertThat(claim.spec().constraints().timeoutSecs()).isEqualTo(9);
    world.kill();
    StateImage.Run recorded = world.recordedRuns(claim.spec().id()).getFirst();
    assertThat(recorded.instance().state()).isEqualTo(RunState.RUNNING);
    assertThat(recorded.instance().currentAttemptId()).isEqualTo(claim.ref().attemptId());
    assertThat(recorded.lease()).isEqualTo(new StateImage.Lease("worker-1", 1040, 1000, 1000));
  }

  /// 03-W-24: work is done elsewhere from claim to completion.
  @Test
  void successCompletesTheRun() {
    Claim claim = start(TaskRequest.of("work"));
    ReportReceipt receipt = report(claim, Outcome.success("out"));
    assertThat(receipt)
        .isEqualTo(new ReportReceipt(claim.ref(), AttemptResult.SUCCESS, RunState.COMPLETED));
    assertThat(run(claim).attempts().getFirst().output()).isEqualTo(Bytes.utf8("out"));
    assertThat(run(claim).lease()).isNull();
  }

  /// Retries, terminal failures, timeouts and suspensions go the way of local ones.
  @Test
  void everyOutcomeHasItsWay() {
    Claim claim = start(TaskRequest.of("work").maxAttempts(2));
    assertThat(report(claim, Outcome.retry("interrupted: no")).movedTo())
        .isEqualTo(RunState.RETRY_WAIT);
    assertThat(run(claim).attempts().getFirst().error()).isEqualTo("handler: interrupted: no");
    queue.tick();
    Claim second = claim(queue, 1, 1).getFirst();
    assertThat(second.attempt()).isEqualTo(2);
    var timeout = WorkerReport.timeout("took 9 s");
    assertThat(queue.workers().report(second.ref(), timeout).join().movedTo())
        .isEqualTo(RunState.FAILED);
    assertThat(run(second).attempts().getLast().result()).isEqualTo(AttemptResult.TIMEOUT);

    Claim fatal = start(TaskRequest.of("work").maxAttempts(9));
    assertThat(report(fatal, Outcome.fail("no")).movedTo()).isEqualTo(RunState.FAILED);

    Claim coordinator = start(TaskRequest.of("work"));
    assertThat(report(coordinator, Outcome.suspend(Bytes.utf8("half"))).movedTo())
        .isEqualTo(RunState.SUSPENDED);
    queue.resumeRun(coordinator.ref().runId()).join();
    Claim again = claim(queue, 1, 1).getFirst();
    assertThat(again.partial()).isEqualTo(Bytes.utf8("half"));
    assertThat(again.countedAttempt()).isEqualTo(1);
  }

  /// S-19: an exact repeat gets the first answer, also after a kill; all else is refused and writes
  /// nothing.
  @Test
  void reportsAreIdempotent() {
    Claim claim = start(TaskRequest.of("work").maxAttempts(2));
    ReportReceipt first = report(claim, Outcome.retry("e"));
    queue.tick();
    assertThat(state(claim)).isEqualTo(RunState.READY);
    long sequence = queue.stats().join().latestSequence();
    assertThat(report(claim, Outcome.retry("e"))).isEqualTo(first);
    refuseOthers(claim, "attempt_not_active");
    world.kill();
    open();
    assertThat(report(claim, Outcome.retry("e"))).isEqualTo(first);
    refuseOthers(claim, "attempt_not_active");
    assertThat(queue.stats().join().latestSequence()).isEqualTo(sequence);
    Claim next = claim(queue, 2, 1).getFirst();
    assertThat(report(claim, Outcome.retry("e"))).isEqualTo(first);
    refuseOthers(claim, "attempt_mismatch");
    assertThat(state(next)).isEqualTo(RunState.RUNNING);
    assertThat(queue.metrics().lateResults()).isEqualTo(6);
  }

  private void refuseOthers(Claim claim, String code) {
    Workers workers = queue.workers();
    assertRefused(code, workers.report(claim.ref(), WorkerReport.of(Outcome.retry("f"))));
    assertRefused(code, workers.report(claim.ref(), WorkerReport.of(Outcome.success())));
    assertRefused(code, workers.release(claim.ref()));
  }

  /// Each of the three parts of the fence counts.
  @Test
  void fenceChecksRunAttemptAndWorker() {
    Claim claim = start(TaskRequest.of("work"));
    RunId run = claim.ref().runId();
    AttemptId attempt = claim.ref().attemptId();
    var report = WorkerReport.of(Outcome.success());
    Workers workers = queue.workers();
    var stranger = new AttemptRef(run, attempt, actor(2));
    assertRefused("lease_owner_mismatch", workers.report(stranger, report));
    assertRefused("lease_owner_mismatch", workers.heartbeat(stranger));
    assertRefused("lease_owner_mismatch", workers.release(stranger));
    var unknownRun = new AttemptRef(new RunId(1, 1), attempt, actor(1));
    assertRefused("unknown_run", workers.report(unknownRun, report));
    var unknownAttempt = new AttemptRef(run, new AttemptId(1, 1), actor(1));
    assertRefused("attempt_mismatch", workers.report(unknownAttempt, report));
    assertRefused("lease_lost", workers.heartbeat(unknownAttempt));
    assertRefused(
        "unknown_actor", workers.report(new AttemptRef(run, attempt, new ActorId(9, 9)), report));
    assertThat(state(claim)).isEqualTo(RunState.RUNNING);
  }

  /// a worker that says something of one run with the lease of another one is refused with
  /// both named, and neither run changes.
  @Test
  void leaseOfAnotherRunIsRefused() {
    Claim one = start(TaskRequest.of("work"));
    Claim other = start(TaskRequest.of("work"));
    long sequence = queue.stats().join().latestSequence();
    var mixed = new AttemptRef(one.ref().runId(), other.ref().attemptId(), actor(1));
    Workers workers = queue.workers();
    for (CompletableFuture<?> answer :
        List.of(
            workers.heartbeat(mixed),
            workers.report(mixed, WorkerReport.of(Outcome.success())),
            workers.release(mixed),
            workers.submit(mixed, List.of(TaskRequest.of("work"))))) {
      assertThatThrownBy(answer::join)
          .cause()
          .isInstanceOfSatisfying(
              ActionQueueException.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo("attempt_mismatch"))
          .hasMessageContaining("the lease of run " + other.ref().runId())
          .hasMessageContaining("that of run " + one.ref().runId());
    }
    assertThat(queue.stats().join().latestSequence()).isEqualTo(sequence);
    assertThat(report(one, Outcome.success()).movedTo()).isEqualTo(RunState.COMPLETED);
    assertRefused("attempt_mismatch", workers.heartbeat(mixed));
    assertThat(report(other, Outcome.success()).movedTo()).isEqualTo(RunState.COMPLETED);
  }

  /// S-50: the token is opaque text for the three, and survives a restart.
  @Test
  void leaseTokenSurvivesARestart() {
    Claim claim = start(TaskRequest.of("work"));
    String token = claim.leaseToken();
    assertThat(token).hasSize(64);
    world.kill();
    open();
    AttemptRef ref = AttemptRef.ofToken(token);
    assertThat(ref).isEqualTo(claim.ref());
    assertThat(queue.workers().heartbeat(ref).join().cancelRequested()).isFalse();
    assertThat(queue.workers().report(ref, WorkerReport.of(Outcome.success())).join().movedTo())
        .isEqualTo(RunState.COMPLETED);
    for (String bad : List.of("", "x", "ä", token.substring(4), token + "AAAA")) {
      assertThatThrownBy(() -> AttemptRef.ofToken(bad))
          .isInstanceOfSatisfying(
              InvalidValue.class, e -> assertThat(e.code()).isEqualTo("malformed_lease_token"));
    }
  }

  /// Heartbeats extend the lease, never shorten it, and are written where they gain something.
  @Test
  void heartbeatExtendsTheLease() {
    Claim claim = start(TaskRequest.of("work"));
    Workers workers = queue.workers();
    world.time.advanceSeconds(9);
    long before = queue.stats().join().latestSequence();
    assertThat(workers.heartbeat(claim.ref()).join()).isEqualTo(new LeaseAnswer(1040, null));
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
    world.time.advanceSeconds(1);
    assertThat(workers.heartbeat(claim.ref()).join().expiry()).isEqualTo(1050);
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before + 1);
    assertThat(workers.heartbeat(claim.ref(), 3).join().expiry()).isEqualTo(1050);
    assertThat(workers.heartbeat(claim.ref(), 400).join().expiry()).isEqualTo(1410);
    world.kill();
    assertThat(world.recordedRuns(claim.spec().id()).getFirst().lease())
        .isEqualTo(new StateImage.Lease("worker-1", 1410, 1000, 1010));
  }

  /// 02-INV-56, spec 03 §4.3: a lease ends at its second; the attempt is fenced from then on.
  @Test
  void expiredLeaseIsLost() {
    Claim claim = start(TaskRequest.of("work"));
    world.time.advanceSeconds(20);
    queue.workers().heartbeat(actor(1)).join();
    queue.workers().heartbeat(actor(2)).join();
    world.time.advanceSeconds(20);
    assertRefused("lease_lost", queue.workers().heartbeat(claim.ref()));
    assertRefused(
        "attempt_not_active",
        queue.workers().report(claim.ref(), WorkerReport.of(Outcome.success())));
    assertThat(state(claim)).isEqualTo(RunState.READY);
    assertThat(run(claim).attempts().getFirst().error()).isEqualTo("interrupted: lease lost");
    assertThat(claim(queue, 2, 1)).hasSize(1);
  }

  /// S-4, S-35: a lost lease counts as an interruption, and makes transactional work uncertain.
  @Test
  void lostLeasesFollowTheRulesOfInterruptions() {
    Claim claim = start(TaskRequest.of("work").safetyLevel(SafetyLevel.TRANSACTIONAL));
    queue.workers().deregister(actor(1)).join();
    assertThat(state(claim)).isEqualTo(RunState.FAILED);
    assertThat(run(claim).attempts().getFirst().error())
        .isEqualTo("interrupted: lease lost; uncertain");
  }

  /// S-50: a release is no failure, no interruption that counts, and never uncertain.
  @Test
  void releaseGivesTheRunBack() {
    Claim claim =
        start(TaskRequest.of("work").safetyLevel(SafetyLevel.TRANSACTIONAL).maxAttempts(1));
    for (int i = 0; i < 5; i++) {
      ReportReceipt receipt = queue.workers().release(claim.ref()).join();
      assertThat(receipt.movedTo()).isEqualTo(RunState.RETRY_WAIT);
      assertThat(state(claim)).isEqualTo(RunState.READY);
      assertThat(queue.workers().release(claim.ref()).join()).isEqualTo(receipt);
      claim = claim(queue, 1, 1).getFirst();
      assertThat(claim.countedAttempt()).isEqualTo(1);
    }
    assertThat(claim.attempt()).isEqualTo(6);
    assertThat(run(claim).attempts().getFirst().error()).isEqualTo("interrupted: released");
  }

  /// A worker learns at its next heartbeat that it is to stop, also after a restart.
  @Test
  void cancellationReachesTheWorker() {
    Claim claim = start(TaskRequest.of("work"));
    queue.cancelTask(claim.spec().id()).join();
    assertThat(queue.workers().heartbeat(claim.ref()).join().reason())
        .isEqualTo(CancelReason.CANCELED);
    world.kill();
    open();
    assertThat(queue.workers().heartbeat(claim.ref()).join().reason())
        .isEqualTo(CancelReason.CANCELED);
    assertRefused(
        "attempt_not_active",
        queue.workers().report(claim.ref(), WorkerReport.of(Outcome.success())));
    assertThat(state(claim)).isEqualTo(RunState.CANCELED);
  }

  /// A suspension is asked for and the worker answers with its partial result.
  @Test
  void suspensionIsAskedOfTheWorker() {
    Claim claim = start(TaskRequest.of("work"));
    queue.suspendRun(claim.ref().runId(), "maintenance").join();
    assertThat(state(claim)).isEqualTo(RunState.RUNNING);
    assertThat(queue.workers().heartbeat(claim.ref()).join().reason())
        .isEqualTo(CancelReason.SUSPEND_REQUESTED);
    report(claim, Outcome.suspend());
    assertThat(state(claim)).isEqualTo(RunState.SUSPENDED);
  }

  /// 03-W-29: a worker that does not stop at its time limit loses the run after the graces,
  /// although it goes on beating.
  @Test
  void timeLimitHoldsForWorkers() {
    Claim claim = start(TaskRequest.of("work").timeoutSecs(10).maxAttempts(2));
    beatFor(claim, 9);
    assertThat(queue.workers().heartbeat(claim.ref()).join().reason()).isNull();
    beatFor(claim, 1);
    assertThat(queue.workers().heartbeat(claim.ref()).join().reason())
        .isEqualTo(CancelReason.TIMEOUT);
    beatFor(claim, 34);
    assertThat(state(claim)).isEqualTo(RunState.RUNNING);
    world.time.advanceSeconds(1);
    queue.tick();
    assertThat(run(claim).attempts().getFirst().result()).isEqualTo(AttemptResult.TIMEOUT);
    assertThat(run(claim).attempts().getFirst().error()).isEqualTo("attempt timed out after 10s");
    assertRefused("lease_lost", queue.workers().heartbeat(claim.ref()));
  }

  private void beatFor(Claim claim, int seconds) {
    for (int i = 0; i < seconds; i++) {
      world.time.advanceSeconds(1);
      queue.tick();
      queue.workers().heartbeat(claim.ref()).join();
    }
  }

  /// The coordinator pattern from afar: children belong to the worker's task and need its attempt.
  @Test
  void workerSubmitsChildren() {
    Claim claim = start(TaskRequest.of("work"));
    TaskId child = World.task(5);
    for (int i = 0; i < 2; i++) { // an equal repetition is answered as before
      var results =
          queue.workers().submit(claim.ref(), List.of(TaskRequest.of("work").id(child))).join();
      assertThat(results.getFirst().orElseThrow().taskId()).isEqualTo(child);
    }
    assertThat(queue.task(child).join().orElseThrow().spec().parentTaskId())
        .isEqualTo(claim.spec().id());
    report(claim, Outcome.success());
    assertRefused(
        "attempt_not_active", queue.workers().submit(claim.ref(), List.of(TaskRequest.of("work"))));
  }
}
