package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.command.Scene.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.command.GateRejection.GateAlreadyDecided;
import io.actionqueue.core.command.GateRejection.GateUndecided;
import io.actionqueue.core.command.GateRejection.UnknownGate;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.GateDecided;
import io.actionqueue.core.event.ExtensionEvent.GateOpened;
import io.actionqueue.core.event.ExtensionEvent.LedgerOccurred;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.event.RunEvent.RunResumed;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Runs that wait at gates (spec 03 §10.7), and ledger entries with two instants (S-49).
class GateTest {
  private static final ActorId ACTOR = new ActorId(0xf, 1);
  private static final LedgerEntryId ENTRY = new LedgerEntryId(0xf, 2);
  private static final long MILLIS = NOW * 1000 + 7;

  private static SuspendAtGate suspend(long run, long attempt, String gate) {
    var finish =
        new FinishRun(
            run(run),
            attempt(attempt),
            AttemptOutcome.suspended(),
            RunState.SUSPENDED,
            List.of(),
            NOW);
    return new SuspendAtGate(finish, gate, MILLIS);
  }

  private static DecideGate decide(String gate, GateVerdict verdict) {
    return new DecideGate(
        run(1),
        gate,
        verdict,
        ACTOR,
        "why",
        new DecideGate.Entry(ENTRY, Bytes.utf8("payload")),
        attempt(9),
        MILLIS);
  }

  private static Scene waiting(TaskSpec spec) {
    return new Scene().startedRun(1, 1, spec).with(suspend(1, 1, "go"));
  }

  private static TaskSpec ofTenant() {
    TaskSpec plain = spec(1);
    return new TaskSpec(
        plain.id(),
        plain.payload(),
        plain.runPolicy(),
        plain.constraints(),
        plain.metadata(),
        null,
        tenant(1));
  }

  @Test
  void suspensionAndGateAreOneBatch() {
    Scene scene = new Scene().startedRun(1, 1);
    List<Event> events = scene.accept(suspend(1, 1, "go"));
    assertThat(events).hasSize(4);
    assertThat(events.getLast()).isEqualTo(new GateOpened(run(1), "go", MILLIS));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.SUSPENDED);
    assertThat(scene.runEntry(1).lease()).isNull();
    assertThat(scene.runEntry(1).countedAttempts()).isZero();
  }

  @Test
  void approvalIsDecisionAndResumption() {
    Scene scene = waiting(spec(1));
    assertThat(scene.accept(decide("go", GateVerdict.APPROVED)))
        .containsExactly(
            new GateDecided(run(1), "go", GateVerdict.APPROVED, ACTOR, "why", MILLIS),
            new RunResumed(run(1), NOW));
    assertThat(scene.replayed().digest()).isEqualTo(scene.state().digest());
  }

  @Test
  void tenantsLedgerTellsOfTheDecision() {
    Scene scene = new Scene().with(new TenantCreate(tenant(1), "one", NOW));
    scene.startedRun(1, 1, ofTenant()).with(suspend(1, 1, "go"));
    assertThat(scene.accept(decide("go", GateVerdict.APPROVED)))
        .contains(
            new LedgerEntryAppended(
                ENTRY, tenant(1), "decision", ACTOR, Bytes.utf8("payload"), NOW));
  }

  /// No move leads from Suspended to Failed: an attempt of its own records the rejection.
  @Test
  void rejectionFailsTheRunAndCancelsWhatWaits() {
    Scene scene =
        waiting(spec(1))
            .scheduledRun(2)
            .with(new DependencyDeclare(task(2), List.of(task(1)), NOW));
    List<Event> events = scene.accept(decide("go", GateVerdict.REJECTED));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.FAILED);
    assertThat(scene.stateOf(2)).isEqualTo(RunState.CANCELED);
    assertThat(events).contains(new TaskCanceled(task(2), NOW));
    assertThat(scene.runEntry(1).lastAttempt().error())
        .isEqualTo("rejected at gate 'go' by actor " + ACTOR + ": why");
    assertThat(scene.runEntry(1).lease()).isNull();
    assertThat(scene.replayed().digest()).isEqualTo(scene.state().digest());
    assertThat(scene.reopened().state().digest()).isEqualTo(scene.replayed().digest());
  }

  /// A run may come to a gate again after it was decided.
  @Test
  void gateMayBeOpenedAgain() {
    Scene scene = waiting(spec(1)).with(decide("go", GateVerdict.APPROVED));
    scene.start(1, 2);
    assertThat(scene.accept(suspend(1, 2, "go"))).contains(new GateOpened(run(1), "go", MILLIS));
    assertThat(scene.refuse(new ResumeRun(run(1), NOW))).isEqualTo(new GateUndecided(run(1), "go"));
  }

  @TestFactory
  List<DynamicTest> refusals() {
    Scene plain = new Scene().startedRun(1, 1);
    Scene decided = waiting(spec(1)).with(decide("go", GateVerdict.APPROVED));
    Scene ended = waiting(spec(1)).with(new CancelRun(run(1), NOW));
    return RefusalCases.of(GateRejection.class)
        .add(
            "no such run",
            new Scene(),
            decide("go", GateVerdict.APPROVED),
            new RunRejection.UnknownRun(run(1)))
        .add(
            "never opened",
            plain,
            decide("go", GateVerdict.APPROVED),
            new UnknownGate(run(1), "go"))
        .add(
            "another name",
            waiting(spec(1)),
            decide("stop", GateVerdict.APPROVED),
            new UnknownGate(run(1), "stop"))
        .add(
            "decided",
            decided,
            decide("go", GateVerdict.REJECTED),
            new GateAlreadyDecided(run(1), "go", GateVerdict.APPROVED))
        .add(
            "canceled",
            ended,
            decide("go", GateVerdict.APPROVED),
            new RunRejection.RunAlreadyTerminal(run(1), RunState.CANCELED))
        .add(
            "resumed without a decision",
            waiting(spec(1)),
            new ResumeRun(run(1), NOW),
            new GateUndecided(run(1), "go"))
        .tests();
  }

  @Test
  void namesOfGatesAreBounded() {
    for (String bad : List.of("", "é".repeat(128))) {
      assertThatThrownBy(() -> suspend(1, 1, bad))
          .isInstanceOfSatisfying(
              InvalidValue.class, e -> assertThat(e.kind()).isEqualTo("InvalidGate"));
    }
    assertThat(suspend(1, 1, "é".repeat(127)).gate()).hasSize(127);
  }

  /// S-49: only an instant that differs is an event of its own.
  @Test
  void ledgerEntryKeepsBothInstants() {
    Scene scene = new Scene().with(new TenantCreate(tenant(1), "one", NOW));
    var entry = new LedgerAppend(ENTRY, tenant(1), "audit", null, Bytes.EMPTY, NOW);
    assertThat(scene.accept(new RecordLedgerEntry(entry, 5L, MILLIS)))
        .hasSize(2)
        .endsWith(new LedgerOccurred(ENTRY, 5, MILLIS));
    assertThat(scene.refuse(new RecordLedgerEntry(entry, 6L, MILLIS)))
        .isEqualTo(new PlatformRejection.DuplicateLedgerEntry(ENTRY));
    for (Long same : new Long[] {null, NOW * 1000}) {
      var other =
          new LedgerAppend(
              new LedgerEntryId(1, same == null ? 1 : 2),
              tenant(1),
              "audit",
              null,
              Bytes.EMPTY,
              NOW);
      assertThat(scene.accept(new RecordLedgerEntry(other, same, MILLIS))).hasSize(1);
    }
  }
}
