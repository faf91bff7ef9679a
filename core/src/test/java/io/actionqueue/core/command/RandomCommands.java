package io.actionqueue.core.command;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Random commands. Most choices look at the state, so that many commands are accepted; the others
/// do not care. Use one for a whole session.
final class RandomCommands {
  private final SplittableRandom random;
  private final QueueState state;
  private long nextAttempt = 1;
  private long nextTask = 1;
  private long nextRun = 1;

  RandomCommands(SplittableRandom random, QueueState state) {
    this.random = random;
    this.state = state;
  }

  Command next() {
    return switch (random.nextInt(8)) {
      case 0 -> aboutTasks();
      case 1, 2 -> aboutRuns();
      case 3 -> aboutAttempts();
      case 4 -> aboutLeases();
      case 5, 6 -> aboutFlights();
      default -> aboutTheRest();
    };
  }

  private Command aboutTasks() {
    return switch (random.nextInt(14)) {
      case 0, 1 -> new TaskCreate(spec(), time());
      case 2, 3, 4 -> submit();
      case 5, 6 -> new RunCreate(fresh(newRun(), task()));
      case 7, 8 -> new DependencyDeclare(task(), tasks(), time());
      case 9 -> new DeclareDependencies(task(), tasks(), time());
      case 10 -> new RecoverTask(task(), time());
      case 11 -> random.nextInt(3) == 0 ? new TaskCancel(task(), time()) : submit();
      case 12 ->
          random.nextInt(3) == 0
              ? new CancelTask(task(), time(), 1 + random.nextInt(20))
              : submit();
      default -> createRuns();
    };
  }

  private Command submit() {
    TaskSpec spec = spec();
    int count = spec.runPolicy() instanceof RunPolicy.Repeat repeat ? (int) repeat.count() : 1;
    List<RunInstance> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RunId id = i == 0 ? newRun() : Scene.run(nextRun++);
      runs.add(fresh(id, spec.id()));
    }
    return new SubmitTask(spec, runs, tasks(), time());
  }

  private Command createRuns() {
    TaskId task = task();
    return new CreateRuns(task, random.nextBoolean() ? List.of() : List.of(fresh(newRun(), task)));
  }

  private RunInstance fresh(RunId run, TaskId task) {
    return RunInstance.scheduled(run, task, time(), time());
  }

  private TaskSpec spec() {
    var constraints =
        TaskConstraints.DEFAULT
            .withMaxAttempts(1 + random.nextInt(3))
            .withSafetyLevel(pick(List.of(SafetyLevel.values())));
    RunPolicy policy =
        random.nextInt(4) == 0 ? new RunPolicy.Repeat(1 + random.nextInt(3), 5) : RunPolicy.ONCE;
    return Scene.spec(random.nextInt(10) == 0 ? random.nextLong(nextTask) : nextTask++)
        .withConstraints(constraints)
        .withRunPolicy(policy)
        .withParent(random.nextInt(3) == 0 ? task() : null)
        .withTenant(random.nextInt(8) == 0 ? tenant() : null);
  }

  private Command aboutRuns() {
    RunId run = runId();
    RunEntry entry = state.run(run);
    return switch (random.nextInt(10)) {
      case 0 -> move(run, entry);
      case 1 -> new RunSuspend(run, null, time());
      case 2 -> new RunResume(run, time());
      case 3 -> new SuspendRun(run, "why", time());
      case 4 -> new ResumeRun(run, time());
      case 5 -> random.nextInt(4) == 0 ? new CancelRun(run, time()) : move(run, entry);
      default -> move(run, entry);
    };
  }

  private Command move(RunId run, @Nullable RunEntry entry) {
    List<RunState> all = List.of(RunState.values());
    RunState from = entry == null || random.nextInt(6) == 0 ? pick(all) : entry.state();
    List<RunState> targets = from.targets();
    RunState to = targets.isEmpty() || random.nextInt(6) == 0 ? pick(all) : pick(targets);
    to = to == RunState.CANCELED && random.nextInt(4) != 0 ? pick(all) : to;
    return new RunStateTransition(run, from, to, time());
  }

  private Command aboutAttempts() {
    RunId run = runId();
    return random.nextBoolean()
        ? new AttemptStart(run, newAttempt(), time())
        : new AttemptFinish(run, openAttempt(run), outcome(), time());
  }

  private AttemptId newAttempt() {
    return Scene.attempt(random.nextInt(4) == 0 ? 1 + random.nextInt(20) : nextAttempt++);
  }

  private AttemptId openAttempt(RunId run) {
    RunEntry entry = state.run(run);
    AttemptId open = entry == null ? null : entry.openAttempt();
    return open == null || random.nextInt(8) == 0 ? newAttempt() : open;
  }

  private AttemptOutcome outcome() {
    return switch (random.nextInt(5)) {
      case 0 -> AttemptOutcome.success(Bytes.utf8("output"));
      case 1 -> AttemptOutcome.failure("broken");
      case 2 -> AttemptOutcome.timeout(5);
      case 3 -> pick(List.of(Interruption.values())).outcome();
      default -> AttemptOutcome.suspended();
    };
  }

  private Command aboutLeases() {
    RunId run = runId();
    RunEntry entry = state.run(run);
    StateImage.Lease lease = entry == null ? null : entry.lease();
    String owner = lease == null || random.nextInt(6) == 0 ? owner() : lease.owner();
    long expiry = lease == null || random.nextInt(6) == 0 ? expiry() : lease.expiry();
    return switch (random.nextInt(4)) {
      case 0 -> new LeaseAcquire(run, owner, expiry, time());
      case 1 -> new LeaseHeartbeat(run, owner, expiry + random.nextInt(2), time());
      case 2 -> new LeaseExpire(run, owner, expiry, time());
      default -> new LeaseRelease(run, owner, expiry, time());
    };
  }

  private Command aboutFlights() {
    RunId run = runId();
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> new StartRun(run, newAttempt(), owner(), expiry(), time());
      case 3 -> finish(run);
      case 4 ->
          new InterruptRun(
              run,
              openAttempt(run),
              pick(List.of(Interruption.SHUTDOWN, Interruption.RELEASED, Interruption.CRASH)),
              policy(),
              time());
      default -> new RecoverRun(run, policy(), time());
    };
  }

  private Command finish(RunId run) {
    AttemptOutcome outcome = outcome();
    boolean failed =
        outcome.result() == AttemptResult.FAILURE || outcome.result() == AttemptResult.TIMEOUT;
    RunState target =
        failed
            ? pick(List.of(RunState.FAILED, RunState.RETRY_WAIT))
            : outcome.result() == AttemptResult.SUCCESS ? RunState.COMPLETED : RunState.SUSPENDED;
    var consumed = List.of(new BudgetConsumption(dimension(), random.nextInt(3)));
    return new FinishRun(run, openAttempt(run), outcome, target, consumed, time());
  }

  RecoveryPolicy policy() {
    return new RecoveryPolicy(random.nextInt(3), pick(List.of(OnUncertain.values())));
  }

  private Command aboutTheRest() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextBoolean() ? new EnginePause(time()) : new EngineResume(time());
      case 1 -> aboutBudgets();
      case 2 -> aboutSubscriptions();
      default -> random.nextBoolean() ? aboutActors() : aboutPlatform();
    };
  }

  private Command aboutBudgets() {
    return switch (random.nextInt(3)) {
      case 0 ->
          new BudgetAllocate(
              task(), dimension(), 5, pick(List.of(BudgetAllocate.Mode.values())), time());
      case 1 -> new BudgetConsume(task(), dimension(), 1 + random.nextInt(4), time());
      default -> new BudgetReplenish(task(), dimension(), 9, time());
    };
  }

  private Command aboutSubscriptions() {
    var id = Scene.subscription(random.nextInt(5));
    return switch (random.nextInt(3)) {
      case 0 -> new SubscriptionCreate(id, task(), new EventFilter.TaskCompleted(task()), time());
      case 1 -> new SubscriptionCancel(id, time());
      default -> new SubscriptionTrigger(id, time());
    };
  }

  private Command aboutActors() {
    ActorId actor = actor();
    TenantId tenant = random.nextBoolean() ? null : tenant();
    return switch (random.nextInt(3)) {
      case 0 ->
          new ActorRegister(
              new ActorRegistration(actor, "worker", List.of("work"), null, 30, tenant), time());
      case 1 -> new ActorDeregister(actor, time());
      default -> new ActorHeartbeat(actor, time());
    };
  }

  private Command aboutPlatform() {
    return switch (random.nextInt(5)) {
      case 0 -> new TenantCreate(tenant(), "name", time());
      case 1 -> new RoleAssign(actor(), Role.OPERATOR, tenant(), time());
      case 2 -> new CapabilityGrant(actor(), Capability.CAN_CANCEL, tenant(), time());
      case 3 -> new CapabilityRevoke(actor(), Capability.CAN_CANCEL, tenant(), time());
      default ->
          new LedgerAppend(
              new LedgerEntryId(9, 1 + random.nextInt(5)),
              tenant(),
              "audit",
              null,
              Bytes.EMPTY,
              time());
    };
  }

  private List<TaskId> tasks() {
    return switch (random.nextInt(4)) {
      case 0 -> List.of(task(), task());
      case 1 -> List.of();
      default -> List.of(task());
    };
  }

  /// Time goes on and sometimes back.
  long time() {
    return Scene.NOW + state.latestSequence() + random.nextInt(-30, 30);
  }

  private long expiry() {
    return time() + random.nextInt(-20, 60);
  }

  private String owner() {
    return pick(List.of(RecoveryPolicy.LOCAL_OWNER, "worker-a", "worker-b"));
  }

  private TaskId task() {
    List<TaskEntry> tasks = state.tasks();
    return tasks.isEmpty() || random.nextInt(12) == 0
        ? Scene.task(random.nextLong(nextTask + 1))
        : pick(tasks).id();
  }

  private RunId newRun() {
    return Scene.run(random.nextInt(10) == 0 ? random.nextLong(nextRun) : nextRun++);
  }

  /// Mostly a run that has not ended.
  private RunId runId() {
    List<RunEntry> runs = state.runs();
    if (runs.isEmpty() || random.nextInt(15) == 0) {
      return Scene.run(random.nextLong(nextRun + 1));
    }
    RunEntry run = pick(runs);
    for (int i = 0; i < 4 && run.state().isTerminal(); i++) {
      run = pick(runs);
    }
    return run.id();
  }

  private TenantId tenant() {
    return Scene.tenant(1 + random.nextInt(2));
  }

  private ActorId actor() {
    return new ActorId(8, 1 + random.nextInt(3));
  }

  private BudgetDimension dimension() {
    return pick(List.of(BudgetDimension.values()));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
