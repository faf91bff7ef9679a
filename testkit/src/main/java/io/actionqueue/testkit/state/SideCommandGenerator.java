package io.actionqueue.testkit.state;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.command.ActorDeregister;
import io.actionqueue.core.command.ActorHeartbeat;
import io.actionqueue.core.command.ActorRegister;
import io.actionqueue.core.command.BudgetAllocate;
import io.actionqueue.core.command.BudgetConsume;
import io.actionqueue.core.command.BudgetReplenish;
import io.actionqueue.core.command.CapabilityGrant;
import io.actionqueue.core.command.CapabilityRevoke;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.DeclareDependencies;
import io.actionqueue.core.command.EnginePause;
import io.actionqueue.core.command.EngineResume;
import io.actionqueue.core.command.LedgerAppend;
import io.actionqueue.core.command.RoleAssign;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.command.SubscriptionCancel;
import io.actionqueue.core.command.SubscriptionCreate;
import io.actionqueue.core.command.SubscriptionTrigger;
import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.schedule.Derivation;
import io.actionqueue.core.schedule.RunDerivation;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Proposes submissions, and everything that is not a step in the life of a run. Confined to one
/// thread.
final class SideCommandGenerator {
  private final SeededRandom random;
  private final SampleValues values;
  private final QueueState state;

  SideCommandGenerator(SeededRandom random, QueueState state) {
    this.random = random;
    this.values = SampleValues.of(random);
    this.state = state;
  }

  /// A new task with its runs, now and then with a parent, a tenant or prerequisites.
  Command submit(long now) {
    TaskSpec spec = spec();
    Derivation derivation =
        RunDerivation.of(() -> RunId.random(random))
            .derive(spec.id(), spec.runPolicy(), 0, now, now);
    List<RunInstance> runs =
        derivation instanceof Derivation.Derived derived ? derived.runs() : List.of();
    List<TaskId> prerequisites =
        random.chance(1, 4) && state.taskCount() > 0 ? List.of(anyTask()) : List.of();
    return new SubmitTask(spec, runs, prerequisites, now);
  }

  private TaskSpec spec() {
    TaskSpec spec =
        TaskSpec.of(TaskId.random(random), new TaskPayload(values.bytes(), null))
            .withRunPolicy(policy());
    if (random.coin()) {
      spec = spec.withConstraints(values.constraints().withMaxAttempts(random.between(1, 4)));
    }
    if (random.chance(1, 5) && state.taskCount() > 0) {
      spec = spec.withParent(anyTask());
    }
    if (random.chance(1, 5) && !state.tenants().isEmpty()) {
      spec = spec.withTenant(anyOf(state.tenants()).tenantId());
    }
    return spec;
  }

  private RunPolicy policy() {
    return switch (random.below(8)) {
      case 0 -> new RunPolicy.Repeat(random.between(1, 4), random.between(1, 60));
      case 1 -> new RunPolicy.Cron("0 * * * * * *", values.maybe(() -> 3L));
      default -> RunPolicy.ONCE;
    };
  }

  /// Anything but submissions and steps of runs.
  Command next(long now) {
    return switch (random.below(7)) {
      case 0 -> state.isPaused() ? new EngineResume(now) : new EnginePause(now);
      case 1, 2 -> budget(now);
      case 3 -> subscription(now);
      case 4 -> actor(now);
      case 5 -> platform(now);
      default ->
          state.taskCount() < 2
              ? submit(now)
              : new DeclareDependencies(anyTask(), List.of(anyTask()), now);
    };
  }

  private Command budget(long now) {
    if (state.taskCount() == 0) {
      return submit(now);
    }
    TaskId taskId = anyTask();
    return switch (random.below(4)) {
      case 0 -> new BudgetConsume(taskId, values.dimension(), 1 + random.below(50), now);
      case 1 -> new BudgetReplenish(taskId, values.dimension(), 1 + random.below(500), now);
      default ->
          new BudgetAllocate(
              taskId,
              values.dimension(),
              1 + random.below(200),
              random.pick(BudgetAllocate.Mode.values()),
              now);
    };
  }

  private Command subscription(long now) {
    if (state.taskCount() == 0) {
      return submit(now);
    }
    if (state.subscriptions().isEmpty() || random.coin()) {
      return new SubscriptionCreate(
          SubscriptionId.random(random), anyTask(), values.filter(anyTask()), now);
    }
    SubscriptionId id = anyOf(state.subscriptions()).subscriptionId();
    return random.coin() ? new SubscriptionTrigger(id, now) : new SubscriptionCancel(id, now);
  }

  private Command actor(long now) {
    if (state.actors().isEmpty() || random.chance(1, 3)) {
      return new ActorRegister(
          new ActorRegistration(
              ActorId.random(random),
              values.someText(),
              List.of("work", values.someText()),
              values.maybe(() -> new DepartmentId("ops")),
              random.between(1, 60),
              null),
          now);
    }
    ActorId id = anyOf(state.actors()).actorId();
    return random.coin() ? new ActorHeartbeat(id, now) : new ActorDeregister(id, now);
  }

  /// Mostly of a grant that there is or was: of all grants few are of one actor in one tenant.
  private Command revoke(ActorId actor, TenantId tenant, long now) {
    if (state.grants().isEmpty() || random.chance(1, 4)) {
      return new CapabilityRevoke(actor, values.capability(), tenant, now);
    }
    var grant = anyOf(state.grants());
    return new CapabilityRevoke(grant.actorId(), grant.capability(), grant.tenantId(), now);
  }

  private Command platform(long now) {
    if (state.tenants().isEmpty() || random.chance(1, 5)) {
      return new TenantCreate(TenantId.random(random), values.someText(), now);
    }
    TenantId tenant = anyOf(state.tenants()).tenantId();
    ActorId actor =
        state.actors().isEmpty() ? ActorId.random(random) : anyOf(state.actors()).actorId();
    return switch (random.below(4)) {
      case 0 -> new RoleAssign(actor, values.role(), tenant, now);
      case 1 -> new CapabilityGrant(actor, values.capability(), tenant, now);
      case 2 -> revoke(actor, tenant, now);
      default ->
          new LedgerAppend(
              LedgerEntryId.random(random),
              tenant,
              values.someText(),
              values.maybe(() -> actor),
              values.bytes(),
              now);
    };
  }

  private TaskId anyTask() {
    return state.tasks().get(random.below(state.taskCount())).id();
  }

  private <T> T anyOf(Collection<T> all) {
    return random.pick(new ArrayList<>(all));
  }
}
