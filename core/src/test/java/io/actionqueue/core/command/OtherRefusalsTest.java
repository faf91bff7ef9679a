package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.subscription;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.command.Scene.tenant;
import static io.actionqueue.core.platform.Capability.CAN_SUBMIT;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.ActorRejection.ActorNotActive;
import io.actionqueue.core.command.ActorRejection.UnknownActor;
import io.actionqueue.core.command.BudgetRejection.BudgetAlreadyAllocated;
import io.actionqueue.core.command.BudgetRejection.BudgetNotAllocated;
import io.actionqueue.core.command.EngineRejection.EngineAlreadyPaused;
import io.actionqueue.core.command.EngineRejection.EngineNotPaused;
import io.actionqueue.core.command.PlatformRejection.CapabilityNotGranted;
import io.actionqueue.core.command.PlatformRejection.DuplicateLedgerEntry;
import io.actionqueue.core.command.PlatformRejection.TenantAlreadyExists;
import io.actionqueue.core.command.PlatformRejection.UnknownTenant;
import io.actionqueue.core.command.SubscriptionRejection.SubscriptionAlreadyCanceled;
import io.actionqueue.core.command.SubscriptionRejection.SubscriptionAlreadyExists;
import io.actionqueue.core.command.SubscriptionRejection.UnknownSubscription;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.subscription.EventFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Refusals about the engine, budgets, subscriptions, actors, tenants and the ledger (spec 02 §4.5,
/// §4.6, 02-W-16 to 02-W-18).
class OtherRefusalsTest {
  private static final ActorId ACTOR = new ActorId(0xf, 1);
  private static final LedgerEntryId ENTRY = new LedgerEntryId(0xf, 2);

  @TestFactory
  List<DynamicTest> engine() {
    return RefusalCases.of(EngineRejection.class)
        .add(
            "A-343",
            new Scene().with(new EnginePause(NOW)),
            new EnginePause(NOW),
            new EngineAlreadyPaused())
        .add("A-344", new Scene(), new EngineResume(NOW), new EngineNotPaused())
        .tests();
  }

  @TestFactory
  List<DynamicTest> budgets() {
    Scene scene = new Scene().scheduledRun(1).with(allocate(BudgetAllocate.Mode.FIRST));
    return RefusalCases.of(BudgetRejection.class)
        .add(
            "02-S-27 twice",
            scene,
            allocate(BudgetAllocate.Mode.FIRST),
            new BudgetAlreadyAllocated(task(1), BudgetDimension.TOKEN))
        .add(
            "02-S-29 consume another dimension",
            scene,
            new BudgetConsume(task(1), BudgetDimension.TIME_SECS, 1, NOW),
            new BudgetNotAllocated(task(1), BudgetDimension.TIME_SECS))
        .add(
            "A-362",
            scene,
            new BudgetReplenish(task(1), BudgetDimension.TIME_SECS, 1, NOW),
            new BudgetNotAllocated(task(1), BudgetDimension.TIME_SECS))
        .tests();
  }

  private static BudgetAllocate allocate(BudgetAllocate.Mode mode) {
    return new BudgetAllocate(task(1), BudgetDimension.TOKEN, 5, mode, NOW);
  }

  @TestFactory
  List<DynamicTest> subscriptions() {
    Scene scene = new Scene().scheduledRun(1).with(subscribe(1), subscribe(2));
    scene.with(new SubscriptionCancel(subscription(2), NOW));
    Scene tenants =
        new Scene()
            .with(new TenantCreate(tenant(1), "one", NOW))
            .scheduledRun(1)
            .scheduledRun(2, spec(2).withTenant(tenant(1)));
    return RefusalCases.of(SubscriptionRejection.class)
        .add("A-365", scene, subscribe(1), new SubscriptionAlreadyExists(subscription(1)))
        .add(
            "a canceled id stays used",
            scene,
            subscribe(2),
            new SubscriptionAlreadyExists(subscription(2)))
        .add(
            "cancel",
            scene,
            new SubscriptionCancel(subscription(9), NOW),
            new UnknownSubscription(subscription(9)))
        .add(
            "trigger",
            scene,
            new SubscriptionTrigger(subscription(9), NOW),
            new UnknownSubscription(subscription(9)))
        .add(
            "cancel twice",
            scene,
            new SubscriptionCancel(subscription(2), NOW),
            new SubscriptionAlreadyCanceled(subscription(2)))
        .add(
            "trigger a canceled one",
            scene,
            new SubscriptionTrigger(subscription(2), NOW),
            new SubscriptionAlreadyCanceled(subscription(2)))
        .add(
            "to a task of another tenant",
            tenants,
            new SubscriptionCreate(
                subscription(1), task(1), new EventFilter.TaskCompleted(task(2)), NOW),
            new TaskRejection.TenantMismatch(task(1), task(2)))
        .tests();
  }

  private static SubscriptionCreate subscribe(long number) {
    return new SubscriptionCreate(
        subscription(number), task(1), new EventFilter.Custom("key"), NOW);
  }

  @TestFactory
  List<DynamicTest> actors() {
    Scene gone = new Scene().with(register(null), new ActorDeregister(ACTOR, NOW));
    return RefusalCases.of(ActorRejection.class)
        .add("leaves", new Scene(), new ActorDeregister(ACTOR, NOW), new UnknownActor(ACTOR))
        .add("beats", new Scene(), new ActorHeartbeat(ACTOR, NOW), new UnknownActor(ACTOR))
        .add("leaves twice", gone, new ActorDeregister(ACTOR, NOW), new ActorNotActive(ACTOR))
        .add("beats late", gone, new ActorHeartbeat(ACTOR, NOW), new ActorNotActive(ACTOR))
        .tests();
  }

  private static ActorRegister register(@Nullable TenantId tenant) {
    return new ActorRegister(
        new ActorRegistration(ACTOR, "worker", List.of("work"), null, 30, tenant), NOW);
  }

  @TestFactory
  List<DynamicTest> platform() {
    Scene scene = new Scene().with(new TenantCreate(tenant(1), "one", NOW), append(1));
    UnknownTenant unknown = new UnknownTenant(tenant(9));
    return RefusalCases.of(PlatformRejection.class)
        .add(
            "again",
            scene,
            new TenantCreate(tenant(1), "other", NOW),
            new TenantAlreadyExists(tenant(1)))
        .add("actor of it", scene, register(tenant(9)), unknown)
        .add("role in it", scene, new RoleAssign(ACTOR, Role.AUDITOR, tenant(9), NOW), unknown)
        .add("grant in it", scene, new CapabilityGrant(ACTOR, CAN_SUBMIT, tenant(9), NOW), unknown)
        .add(
            "revoke in it", scene, new CapabilityRevoke(ACTOR, CAN_SUBMIT, tenant(9), NOW), unknown)
        .add("entry of a known id in it", scene, append(9), unknown)
        .add(
            "task of it, under an unknown parent",
            scene,
            new TaskCreate(spec(1).withTenant(tenant(9)).withParent(task(9)), NOW),
            unknown)
        .add(
            "submission in it",
            scene,
            new SubmitTask(spec(1).withTenant(tenant(9)), List.of(scheduled(1, 1)), List.of(), NOW),
            unknown)
        .add(
            "revoke what was never granted",
            scene,
            new CapabilityRevoke(ACTOR, CAN_SUBMIT, tenant(1), NOW),
            new CapabilityNotGranted(ACTOR, "CanSubmit", tenant(1)))
        .add(
            "revoke twice",
            new Scene()
                .with(
                    new TenantCreate(tenant(1), "one", NOW),
                    new CapabilityGrant(ACTOR, CAN_SUBMIT, tenant(1), NOW),
                    new CapabilityRevoke(ACTOR, CAN_SUBMIT, tenant(1), NOW)),
            new CapabilityRevoke(ACTOR, CAN_SUBMIT, tenant(1), NOW),
            new CapabilityNotGranted(ACTOR, "CanSubmit", tenant(1)))
        .add("03-W-36 entry again", scene, append(1), new DuplicateLedgerEntry(ENTRY))
        .tests();
  }

  private static LedgerAppend append(long tenant) {
    return new LedgerAppend(ENTRY, tenant(tenant), "audit", null, Bytes.utf8("text"), NOW);
  }
}
