package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.subscription;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.command.Scene.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.of;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Argument errors, raised before anything is decided (spec 02 §4.1, 02-W-19, W-35).
class CommandArgumentsTest {
  private static final ActorId ACTOR = new ActorId(0xf, 1);
  private static final ActorId NIL_ACTOR = new ActorId(0, 0);
  private static final LedgerEntryId ENTRY = new LedgerEntryId(0xf, 2);
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;
  private static final RunId NIL_RUN = new RunId(0, 0);

  static Stream<Arguments> refused() {
    return Stream.of(leases(), amounts(), filters(), nilIds(), texts(), runs(), outcomes())
        .flatMap(arguments -> arguments);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWithItsKind(String kind, ThrowingCallable construction) {
    assertThatThrownBy(construction)
        .isInstanceOfSatisfying(
            InvalidValue.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
  }

  private static Arguments refuse(String kind, ThrowingCallable construction) {
    return of(kind, construction);
  }

  private static Stream<Arguments> leases() {
    String kind = "EmptyLeaseOwner";
    return Stream.of(
        refuse(kind, () -> new LeaseAcquire(run(1), "", NOW, NOW)),
        refuse(kind, () -> new LeaseHeartbeat(run(1), "", NOW, NOW)),
        refuse(kind, () -> new LeaseExpire(run(1), "", NOW, NOW)),
        refuse(kind, () -> new LeaseRelease(run(1), "", NOW, NOW)),
        refuse(kind, () -> new StartRun(run(1), attempt(1), "", NOW, NOW)));
  }

  private static Stream<Arguments> amounts() {
    BudgetAllocate.Mode first = BudgetAllocate.Mode.FIRST;
    return Stream.of(
        refuse("ZeroLimit", () -> new BudgetAllocate(task(1), TOKEN, 0, first, NOW)),
        refuse("ZeroAmount", () -> new BudgetConsume(task(1), TOKEN, 0, NOW)),
        refuse("ZeroLimit", () -> new BudgetReplenish(task(1), TOKEN, 0, NOW)),
        refuse("InvalidEventBound", () -> new CancelTask(task(1), NOW, 0)),
        refuse("InvalidEventBound", () -> new RecoverTask(task(1), NOW, 0)),
        refuse("InvalidMaxInterruptions", () -> new RecoveryPolicy(-1, OnUncertain.FAIL)));
  }

  private static Stream<Arguments> filters() {
    return Stream.of(
        refuse("InvalidThreshold", () -> subscribe(threshold(101))),
        refuse("InvalidThreshold", () -> subscribe(threshold(-1))),
        refuse("EmptyEventKey", () -> subscribe(new EventFilter.Custom(""))));
  }

  private static EventFilter threshold(int percent) {
    return new EventFilter.BudgetThreshold(task(1), TOKEN, percent);
  }

  private static SubscriptionCreate subscribe(EventFilter filter) {
    return new SubscriptionCreate(subscription(1), task(1), filter, NOW);
  }

  private static Stream<Arguments> nilIds() {
    AttemptId nilAttempt = new AttemptId(0, 0);
    TenantId nilTenant = new TenantId(0, 0);
    var custom = new EventFilter.Custom("key");
    return Stream.of(
        refuse("InvalidAttemptId", () -> new AttemptStart(run(1), nilAttempt, NOW)),
        refuse("InvalidAttemptId", () -> new StartRun(run(1), nilAttempt, "w", NOW, NOW)),
        refuse("InvalidRunId", () -> new RunCreate(fresh(NIL_RUN, task(1)))),
        refuse("InvalidTaskId", () -> new RunCreate(fresh(run(1), new TaskId(0, 0)))),
        refuse("InvalidRunId", () -> new CreateRuns(task(1), List.of(fresh(NIL_RUN, task(1))))),
        refuse(
            "InvalidSubscriptionId",
            () -> new SubscriptionCreate(new SubscriptionId(0, 0), task(1), custom, NOW)),
        refuse("InvalidActorId", () -> new ActorRegister(registration(NIL_ACTOR), NOW)),
        refuse("InvalidActorId", () -> new RoleAssign(NIL_ACTOR, Role.AUDITOR, tenant(1), NOW)),
        refuse(
            "InvalidActorId",
            () -> new CapabilityGrant(NIL_ACTOR, Capability.CAN_REVIEW, tenant(1), NOW)),
        refuse("InvalidTenantId", () -> new TenantCreate(nilTenant, "name", NOW)),
        refuse("InvalidLedgerEntryId", () -> append(new LedgerEntryId(0, 0), "audit")));
  }

  private static LedgerAppend append(LedgerEntryId entry, String key) {
    return new LedgerAppend(entry, tenant(1), key, null, Bytes.EMPTY, NOW);
  }

  private static RunInstance fresh(RunId run, TaskId task) {
    return new RunInstance(run, task, RunState.SCHEDULED, null, 0, NOW, NOW, 0, NOW);
  }

  private static ActorRegistration registration(ActorId actor) {
    return new ActorRegistration(actor, "worker", List.of("work"), null, 30, null);
  }

  private static Stream<Arguments> texts() {
    return Stream.of(
        refuse("EmptyTenantName", () -> new TenantCreate(tenant(1), "", NOW)),
        refuse("EmptyLedgerKey", () -> append(ENTRY, "")),
        refuse("EmptyCustomRole", () -> new RoleAssign(ACTOR, new Role.Custom(""), tenant(1), NOW)),
        refuse(
            "EmptyCustomCapability",
            () -> new CapabilityGrant(ACTOR, new Capability.Custom(""), tenant(1), NOW)));
  }

  private static Stream<Arguments> runs() {
    String kind = "RunsNotImplied";
    RunInstance moved = RunInstance.ready(run(1), task(1), NOW, NOW, 0);
    var repeat = spec(1).withRunPolicy(new RunPolicy.Repeat(2, 60));
    var cron = spec(1).withRunPolicy(new RunPolicy.Cron("* * * * * *", 1L));
    return Stream.of(
        refuse(kind, () -> new SubmitTask(spec(1), List.of(), List.of(), NOW)),
        refuse(kind, () -> submit(scheduled(1, 2))),
        refuse(kind, () -> submit(moved)),
        refuse(kind, () -> submit(scheduled(1, 1), scheduled(2, 1))),
        refuse(kind, () -> new SubmitTask(repeat, List.of(scheduled(1, 1)), List.of(), NOW)),
        refuse(
            kind,
            () ->
                new SubmitTask(repeat, List.of(scheduled(1, 1), scheduled(1, 1)), List.of(), NOW)),
        refuse(
            kind,
            () -> new SubmitTask(cron, List.of(scheduled(1, 1), scheduled(2, 1)), List.of(), NOW)),
        refuse("CronPolicyError", () -> new SubmitTask(cron, List.of(), List.of(), NOW)),
        refuse(kind, () -> new CreateRuns(task(1), List.of(scheduled(1, 2)))));
  }

  private static SubmitTask submit(RunInstance... runs) {
    return new SubmitTask(spec(1), List.of(runs), List.of(), NOW);
  }

  private static Stream<Arguments> outcomes() {
    AttemptOutcome failure = AttemptOutcome.failure("broken");
    AttemptOutcome success = AttemptOutcome.success();
    AttemptOutcome suspended = AttemptOutcome.suspended();
    List<Arguments> all = new ArrayList<>();
    for (RunState target : RunState.values()) {
      if (target != RunState.COMPLETED) {
        all.add(mismatch(success, target));
      }
      if (target != RunState.SUSPENDED) {
        all.add(mismatch(suspended, target));
      }
      if (target != RunState.RETRY_WAIT && target != RunState.FAILED) {
        all.add(mismatch(failure, target));
        all.add(mismatch(AttemptOutcome.timeout(5), target));
      }
    }
    all.add(
        refuse(
            "InvalidInterruption",
            () ->
                new InterruptRun(
                    run(1), attempt(1), Interruption.CANCELED, RecoveryPolicy.DEFAULT, NOW)));
    return all.stream();
  }

  private static Arguments mismatch(AttemptOutcome outcome, RunState target) {
    return refuse(
        "OutcomeTargetMismatch",
        () -> new FinishRun(run(1), attempt(1), outcome, target, List.of(), NOW));
  }

  @Test
  void theEdgesOfAPercentageAreAccepted() {
    assertThat(subscribe(threshold(0))).isNotNull();
    assertThat(subscribe(threshold(100))).isNotNull();
  }

  /// What an old log introduced can still be ended under its nil id.
  @Test
  void aNilIdCanBeNamedWhereItIsNotIntroduced() {
    AttemptId nil = new AttemptId(0, 0);
    assertThat(new AttemptFinish(run(1), nil, AttemptOutcome.success(), NOW)).isNotNull();
    assertThat(new ActorDeregister(NIL_ACTOR, NOW)).isNotNull();
  }

  @Test
  void repeatedPrerequisitesAreKeptByTheCommandAndDroppedByTheBatch() {
    List<TaskId> twice = List.of(task(2), task(3), task(2));
    assertThat(new DependencyDeclare(task(1), twice, NOW).dependsOn()).isEqualTo(twice);
    assertThat(new DeclareDependencies(task(1), twice, NOW).dependsOn())
        .containsExactly(task(2), task(3));
  }
}
