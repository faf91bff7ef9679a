package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.subscription;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.command.Scene.tenant;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import java.util.List;

/// One well-formed command of every kind.
final class Samples {
  private static final ActorId ACTOR = new ActorId(0xf, 1);
  private static final LedgerEntryId ENTRY = new LedgerEntryId(0xf, 2);
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;
  private static final AttemptOutcome SUCCESS = AttemptOutcome.success();

  private Samples() {}

  static List<Command> singles() {
    return List.of(
        new TaskCreate(spec(1), NOW),
        new TaskCancel(task(1), NOW),
        new DependencyDeclare(task(1), List.of(task(2)), NOW),
        new RunCreate(scheduled(1, 1)),
        new RunStateTransition(run(1), RunState.SCHEDULED, RunState.READY, NOW),
        new RunSuspend(run(1), null, NOW),
        new RunResume(run(1), NOW),
        new AttemptStart(run(1), attempt(1), NOW),
        new AttemptFinish(run(1), attempt(1), SUCCESS, NOW),
        new LeaseAcquire(run(1), "worker", NOW, NOW),
        new LeaseHeartbeat(run(1), "worker", NOW, NOW),
        new LeaseExpire(run(1), "worker", NOW, NOW),
        new LeaseRelease(run(1), "worker", NOW, NOW),
        new EnginePause(NOW),
        new EngineResume(NOW),
        new BudgetAllocate(task(1), TOKEN, 1, BudgetAllocate.Mode.FIRST, NOW),
        new BudgetConsume(task(1), TOKEN, 1, NOW),
        new BudgetReplenish(task(1), TOKEN, 1, NOW),
        new SubscriptionCreate(subscription(1), task(1), new EventFilter.Custom("key"), NOW),
        new SubscriptionCancel(subscription(1), NOW),
        new SubscriptionTrigger(subscription(1), NOW),
        new ActorRegister(
            new ActorRegistration(ACTOR, "worker", List.of("work"), null, 30, null), NOW),
        new ActorDeregister(ACTOR, NOW),
        new ActorHeartbeat(ACTOR, NOW),
        new TenantCreate(tenant(1), "one", NOW),
        new RoleAssign(ACTOR, Role.OPERATOR, tenant(1), NOW),
        new CapabilityGrant(ACTOR, Capability.CAN_SUBMIT, tenant(1), NOW),
        new CapabilityRevoke(ACTOR, Capability.CAN_SUBMIT, tenant(1), NOW),
        new LedgerAppend(ENTRY, tenant(1), "audit", null, Bytes.EMPTY, NOW));
  }

  static List<Command> batches() {
    return List.of(
        new SubmitTask(spec(1), List.of(scheduled(1, 1)), List.of(), NOW),
        new CreateRuns(task(1), List.of(scheduled(1, 1))),
        new DeclareDependencies(task(1), List.of(task(2)), NOW),
        new StartRun(run(1), attempt(1), "worker", NOW, NOW),
        new FinishRun(run(1), attempt(1), SUCCESS, RunState.COMPLETED, List.of(), NOW),
        new InterruptRun(run(1), attempt(1), Interruption.SHUTDOWN, RecoveryPolicy.DEFAULT, NOW),
        new SuspendRun(run(1), null, NOW),
        new ResumeRun(run(1), NOW),
        new CancelRun(run(1), NOW),
        new CancelTask(task(1), NOW),
        new RecoverTask(task(1), NOW),
        new RecoverRun(run(1), RecoveryPolicy.DEFAULT, NOW),
        new Subscribe(
            subscription(1),
            task(1),
            new EventFilter.Custom("key"),
            Subscribe.Terms.DEFAULT,
            NOW * 1000),
        new PromoteTriggered(task(1), NOW * 1000),
        new PassOverSlots(
            task(1), List.of(run(1)), new PassOverSlots.Slots(1, NOW, NOW), NOW * 1000),
        new SuspendAtGate(
            new FinishRun(
                run(1), attempt(1), AttemptOutcome.suspended(), RunState.SUSPENDED, List.of(), NOW),
            "gate",
            NOW),
        new DecideGate(
            run(1),
            "gate",
            GateVerdict.APPROVED,
            null,
            null,
            new DecideGate.Entry(ENTRY, Bytes.EMPTY),
            attempt(2),
            NOW),
        new RecordLedgerEntry(
            new LedgerAppend(ENTRY, tenant(1), "audit", null, Bytes.EMPTY, NOW), 5L, NOW),
        new Extend(new ExtensionEvent.RunNoted(run(1), "note", NOW)),
        new SubmitWithPolicy(
            new SubmitTask(spec(1), List.of(scheduled(1, 1)), List.of(), NOW),
            TaskPolicy.NONE,
            null,
            NOW),
        new FinishDelayed(
            new FinishRun(
                run(1),
                attempt(1),
                AttemptOutcome.failure("error"),
                RunState.RETRY_WAIT,
                List.of(),
                NOW),
            NOW,
            NOW),
        new CancelNoted(run(1), "note", NOW));
  }
}
