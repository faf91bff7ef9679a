package io.actionqueue.core.state;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Random events over few ids, so that they often concern each other. About two thirds are steps
/// that fit the state of a run; the rest is anything.
final class RandomEvents {
  private static final long[] TIMES = {0, 1, 99, 100, 101, 1_700_000_000L, Long.MAX_VALUE, -1L};
  private static final String[] ERRORS = {
    "boom", "", "interrupted: crash", "interrupted: lease lost; too often", "interrupted: shutdown"
  };

  private final SplittableRandom random;

  RandomEvents(long seed) {
    random = new SplittableRandom(seed);
  }

  /// The next event, given what the model holds.
  Event next(ModelState model) {
    if (random.nextInt(3) > 0 && !model.runs.all.isEmpty()) {
      var runs = List.copyOf(model.runs.all.values());
      return step(runs.get(random.nextInt(runs.size())));
    }
    return anything();
  }

  /// Mostly the next sequence, sometimes one that leaves a gap or does not increase.
  long sequenceAfter(long latest) {
    return switch (random.nextInt(20)) {
      case 0 -> latest;
      case 1 -> latest + 1 + random.nextInt(5);
      default -> latest + 1;
    };
  }

  private Event step(ModelRun run) {
    RunId id = run.created.id();
    boolean leases = random.nextInt(3) == 0;
    if (run.state == RunState.RUNNING && random.nextInt(4) > 0) {
      AttemptId open = run.open;
      return open == null ? new AttemptStarted(id, attempt(), time()) : finished(id, open);
    }
    StateImage.Lease lease = run.lease;
    if (leases && lease == null) {
      return new LeaseEvent.LeaseAcquired(id, owner(), time(), time());
    }
    if (leases) {
      return leaseStep(id, lease);
    }
    List<RunState> targets = run.state.targets();
    if (targets.isEmpty()) {
      return new RunEvent.RunCanceled(id, time());
    }
    RunState target = targets.get(random.nextInt(targets.size()));
    if (target.isTerminal() && random.nextInt(5) > 0) {
      target = targets.getFirst(); // ends are rare, so that lives are long
    }
    return new RunStateChanged(id, run.state, target, time());
  }

  private Event leaseStep(RunId id, StateImage.Lease lease) {
    return switch (random.nextInt(3)) {
      case 0 -> new LeaseEvent.LeaseHeartbeat(id, lease.owner(), time(), time());
      case 1 -> new LeaseEvent.LeaseExpired(id, lease.owner(), lease.expiry(), time());
      default -> new LeaseEvent.LeaseReleased(id, lease.owner(), lease.expiry(), time());
    };
  }

  private Event anything() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> taskEvent();
      case 2, 3 -> runEvent();
      case 4 -> leaseEvent();
      case 5 ->
          random.nextBoolean()
              ? new AttemptStarted(run(), attempt(), time())
              : finished(run(), attempt());
      case 6 -> random.nextBoolean() ? budgetEvent() : engineEvent();
      case 7 -> random.nextBoolean() ? subscriptionEvent() : actorEvent();
      default -> platformEvent();
    };
  }

  private Event taskEvent() {
    return switch (random.nextInt(4)) {
      case 0 -> new TaskEvent.TaskCanceled(task(), time());
      case 1 ->
          new TaskEvent.DependencyDeclared(
              task(),
              java.util.stream.Stream.generate(this::task).limit(random.nextInt(4)).toList(),
              time());
      default -> new TaskEvent.TaskCreated(spec(), time());
    };
  }

  private TaskSpec spec() {
    var constraints =
        TaskConstraints.DEFAULT
            .withConcurrencyKey(maybe("key"))
            .withHoldPolicy(HoldPolicy.values()[random.nextInt(2)])
            .withMaxAttempts(1 + random.nextInt(3));
    return TaskSpec.of(task(), TaskPayload.of(bytes()))
        .withConstraints(constraints)
        .withMetadata(new TaskMetadata(List.of("t"), random.nextInt(3) - 1, maybe("d")))
        .withParent(random.nextBoolean() ? task() : null);
  }

  private Event runEvent() {
    RunId id = run();
    RunState born = random.nextInt(4) > 0 ? RunState.SCHEDULED : state();
    return switch (random.nextInt(8)) {
      case 0 -> new RunEvent.RunCanceled(id, time());
      case 1 -> new RunEvent.RunSuspended(id, maybe("why"), time());
      case 2 -> new RunEvent.RunResumed(id, time());
      case 3 -> new RunStateChanged(id, state(), state(), time());
      case 4 ->
          new RunEvent.RunCreated(
              new RunInstance(
                  id, task(), born, null, random.nextInt(2), time(), time(), 3, time()));
      default -> new RunEvent.RunCreated(RunInstance.scheduled(id, task(), time(), time()));
    };
  }

  private AttemptFinished finished(RunId run, AttemptId attempt) {
    var result = AttemptResult.values()[random.nextInt(4)];
    String error = maybe(ERRORS[random.nextInt(ERRORS.length)]);
    Bytes output = random.nextBoolean() ? bytes() : null;
    return new AttemptFinished(run, attempt, result, error, output, time());
  }

  private Event leaseEvent() {
    return switch (random.nextInt(4)) {
      case 0 -> new LeaseEvent.LeaseAcquired(run(), owner(), time(), time());
      case 1 -> new LeaseEvent.LeaseHeartbeat(run(), owner(), time(), time());
      case 2 -> new LeaseEvent.LeaseExpired(run(), owner(), time(), time());
      default -> new LeaseEvent.LeaseReleased(run(), owner(), time(), time());
    };
  }

  private Event engineEvent() {
    return random.nextBoolean()
        ? new EngineEvent.EnginePaused(time())
        : new EngineEvent.EngineResumed(time());
  }

  private Event budgetEvent() {
    BudgetDimension dimension = BudgetDimension.values()[random.nextInt(3)];
    return switch (random.nextInt(5)) {
      case 0 -> new BudgetEvent.BudgetAllocated(task(), dimension, time(), time());
      case 1 -> new BudgetEvent.BudgetExhausted(task(), dimension, time());
      case 2 -> new BudgetEvent.BudgetReplenished(task(), dimension, time(), time());
      default -> new BudgetEvent.BudgetConsumed(task(), dimension, time(), time());
    };
  }

  private Event subscriptionEvent() {
    var id = new SubscriptionId(0, random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> new SubscriptionEvent.SubscriptionCanceled(id, time());
      case 1 -> new SubscriptionEvent.SubscriptionTriggered(id, time());
      default ->
          new SubscriptionEvent.SubscriptionCreated(
              id, task(), new EventFilter.Custom("k"), time());
    };
  }

  private Event actorEvent() {
    return switch (random.nextInt(4)) {
      case 0 -> new ActorEvent.ActorDeregistered(actor(), time());
      case 1 -> new ActorEvent.ActorHeartbeat(actor(), time());
      default ->
          new ActorEvent.ActorRegistered(
              actor(), owner(), List.of("c"), maybe("ops"), 30, tenant(), time());
    };
  }

  private Event platformEvent() {
    Capability capability =
        random.nextBoolean() ? Capability.CAN_SUBMIT : new Capability.Custom("CanSubmit");
    return switch (random.nextInt(5)) {
      case 0 -> new PlatformEvent.TenantCreated(tenant(), "name", time());
      case 1 -> new PlatformEvent.RoleAssigned(actor(), Role.OPERATOR, tenant(), time());
      case 2 -> new PlatformEvent.CapabilityGranted(actor(), capability, tenant(), time());
      case 3 -> new PlatformEvent.CapabilityRevoked(actor(), capability, tenant(), time());
      default ->
          new PlatformEvent.LedgerEntryAppended(
              new LedgerEntryId(0, random.nextInt(3)),
              tenant(),
              "list",
              random.nextBoolean() ? actor() : null,
              bytes(),
              time());
    };
  }

  private TaskId task() {
    return new TaskId(random.nextBoolean() ? -1L : 1, 1 + random.nextInt(3));
  }

  private RunId run() {
    return new RunId(random.nextBoolean() ? -1L : 1, 1 + random.nextInt(4));
  }

  private AttemptId attempt() {
    return new AttemptId(0, random.nextInt(40));
  }

  private ActorId actor() {
    return new ActorId(0, random.nextInt(2));
  }

  private TenantId tenant() {
    return new TenantId(0, random.nextInt(2));
  }

  private RunState state() {
    return RunState.values()[random.nextInt(9)];
  }

  private String owner() {
    return random.nextBoolean() ? "runtime" : "vessel";
  }

  private Bytes bytes() {
    return Bytes.utf8("b" + random.nextInt(3));
  }

  private @Nullable String maybe(String text) {
    return random.nextBoolean() ? text : null;
  }

  private long time() {
    return random.nextBoolean() ? 1000 + random.nextInt(5) : TIMES[random.nextInt(TIMES.length)];
  }
}
