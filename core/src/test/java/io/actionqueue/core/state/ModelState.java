package io.actionqueue.core.state;

import io.actionqueue.core.event.ActorEvent.ActorDeregistered;
import io.actionqueue.core.event.ActorEvent.ActorHeartbeat;
import io.actionqueue.core.event.ActorEvent.ActorRegistered;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.BudgetEvent.BudgetConsumed;
import io.actionqueue.core.event.BudgetEvent.BudgetExhausted;
import io.actionqueue.core.event.BudgetEvent.BudgetReplenished;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.LeaseEvent.LeaseExpired;
import io.actionqueue.core.event.LeaseEvent.LeaseHeartbeat;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.event.PlatformEvent.CapabilityGranted;
import io.actionqueue.core.event.PlatformEvent.CapabilityRevoked;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.event.PlatformEvent.RoleAssigned;
import io.actionqueue.core.event.PlatformEvent.TenantCreated;
import io.actionqueue.core.event.RunEvent.RunCanceled;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunResumed;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCanceled;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rules of spec 02 §6.4 written down a second time, as plainly as possible and with no regard
/// to speed: every value is one immutable image that an event replaces. Tests compare [QueueState]
/// with it.
final class ModelState {
  private static final String INVALID = "InvalidTransition";
  private static final BigInteger U64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  final Map<TaskId, StateImage.Task> tasks = new LinkedHashMap<>();
  final Map<RunId, ModelRun> runs = new LinkedHashMap<>();
  final Map<TaskId, TreeSet<String>> dependencies = new LinkedHashMap<>();
  private final Map<String, StateImage.Budget> budgets = new LinkedHashMap<>();
  private final Map<SubscriptionId, StateImage.Subscription> subscriptions = new LinkedHashMap<>();
  private final Map<ActorId, StateImage.Actor> actors = new LinkedHashMap<>();
  private final Map<TenantId, StateImage.Tenant> tenants = new LinkedHashMap<>();
  private final Map<String, StateImage.RoleAssignment> roles = new LinkedHashMap<>();
  private final Map<String, StateImage.CapabilityGrant> grants = new LinkedHashMap<>();
  private final List<StateImage.LedgerEntry> ledger = new ArrayList<>();
  StateImage.Engine engine = new StateImage.Engine(false, null, null);
  long latest;

  /// Applies an event, or tells the kind and detail of its refusal and changes nothing.
  @Nullable String apply(long sequence, Event event) {
    if (Long.compareUnsigned(sequence, latest) <= 0) {
      return INVALID;
    }
    String refusal = applyKind(sequence, event);
    if (refusal == null) {
      latest = sequence;
    }
    return refusal;
  }

  private @Nullable String applyKind(long sequence, Event event) {
    return switch (event) {
      case TaskCreated e -> {
        var task = new StateImage.Task(e.spec(), e.timestamp(), null);
        yield tasks.putIfAbsent(e.spec().id(), task) == null ? null : "DuplicateEvent";
      }
      case TaskCanceled e -> cancel(e);
      case DependencyDeclared e -> {
        TreeSet<String> known = dependencies.computeIfAbsent(e.taskId(), _ -> new TreeSet<>());
        e.dependsOn().forEach(id -> known.add(id.toString()));
        yield null;
      }
      case RunCreated e -> create(e);
      case RunStateChanged e -> move(sequence, e.runId(), e.previous(), e.next(), e.timestamp());
      case RunSuspended e ->
          move(sequence, e.runId(), RunState.RUNNING, RunState.SUSPENDED, e.timestamp());
      case RunResumed e ->
          move(sequence, e.runId(), RunState.SUSPENDED, RunState.READY, e.timestamp());
      case RunCanceled e -> {
        ModelRun run = runs.get(e.runId());
        yield run == null
            ? INVALID
            : move(sequence, e.runId(), run.state, RunState.CANCELED, e.timestamp());
      }
      case AttemptStarted e -> start(e);
      case AttemptFinished e -> finish(e);
      case LeaseEvent e -> lease(sequence, e);
      case EnginePaused e -> {
        if (engine.paused()) {
          yield "EngineControlCausality.AlreadyPaused";
        }
        engine = new StateImage.Engine(true, e.timestamp(), null);
        yield null;
      }
      case EngineResumed e -> resume(e);
      case BudgetAllocated e -> {
        budgets.put(
            e.taskId() + "/" + e.dimension(),
            new StateImage.Budget(e.taskId(), e.dimension(), e.limit(), 0, e.timestamp(), false));
        yield null;
      }
      case BudgetConsumed e -> {
        budgets.computeIfPresent(
            e.taskId() + "/" + e.dimension(), (_, budget) -> consume(budget, e.amount()));
        yield null;
      }
      case BudgetExhausted e -> {
        budgets.computeIfPresent(
            e.taskId() + "/" + e.dimension(),
            (_, b) ->
                new StateImage.Budget(
                    b.taskId(), b.dimension(), b.limit(), b.consumed(), b.allocatedAt(), true));
        yield null;
      }
      case BudgetReplenished e -> {
        budgets.computeIfPresent(
            e.taskId() + "/" + e.dimension(),
            (_, b) ->
                new StateImage.Budget(
                    b.taskId(), b.dimension(), e.newLimit(), 0, b.allocatedAt(), false));
        yield null;
      }
      case SubscriptionCreated e -> {
        subscriptions.put(
            e.subscriptionId(),
            new StateImage.Subscription(
                e.subscriptionId(), e.taskId(), e.filter(), e.timestamp(), null, null));
        yield null;
      }
      case SubscriptionTriggered e -> {
        subscriptions.computeIfPresent(
            e.subscriptionId(),
            (id, s) ->
                new StateImage.Subscription(
                    id, s.taskId(), s.filter(), s.createdAt(), e.timestamp(), s.canceledAt()));
        yield null;
      }
      case SubscriptionCanceled e -> {
        subscriptions.computeIfPresent(
            e.subscriptionId(),
            (id, s) ->
                new StateImage.Subscription(
                    id, s.taskId(), s.filter(), s.createdAt(), s.triggeredAt(), e.timestamp()));
        yield null;
      }
      case ActorRegistered e -> actor(e, null, null);
      case ActorDeregistered e -> {
        actors.computeIfPresent(
            e.actorId(), (_, a) -> actor(a, a.lastHeartbeatAt(), e.timestamp()));
        yield null;
      }
      case ActorHeartbeat e -> {
        actors.computeIfPresent(e.actorId(), (_, a) -> actor(a, e.timestamp(), a.deregisteredAt()));
        yield null;
      }
      case TenantCreated e -> {
        tenants.put(e.tenantId(), new StateImage.Tenant(e.tenantId(), e.name(), e.timestamp()));
        yield null;
      }
      case RoleAssigned e -> {
        roles.put(
            e.actorId() + "/" + e.tenantId(),
            new StateImage.RoleAssignment(e.actorId(), e.role(), e.tenantId(), e.timestamp()));
        yield null;
      }
      case CapabilityGranted e -> {
        grants.put(
            e.actorId() + "/" + e.capability().key() + "/" + e.tenantId(),
            new StateImage.CapabilityGrant(
                e.actorId(), e.capability(), e.tenantId(), e.timestamp(), null));
        yield null;
      }
      case CapabilityRevoked e -> {
        grants.computeIfPresent(
            e.actorId() + "/" + e.capability().key() + "/" + e.tenantId(),
            (_, g) ->
                new StateImage.CapabilityGrant(
                    g.actorId(), g.capability(), g.tenantId(), g.grantedAt(), e.timestamp()));
        yield null;
      }
      case LedgerEntryAppended e -> {
        ledger.add(
            new StateImage.LedgerEntry(
                e.entryId(), e.tenantId(), e.ledgerKey(), e.actorId(), e.payload(), e.timestamp()));
        yield null;
      }
    };
  }

  StateImage image() {
    return new StateImage(
        latest,
        List.copyOf(tasks.values()),
        runs.values().stream().map(ModelRun::image).toList(),
        engine,
        dependencies.entrySet().stream()
            .map(entry ->
                new StateImage.Dependencies(
                    entry.getKey(), entry.getValue().stream().map(TaskId::parse).toList()))
            .toList(),
        List.copyOf(budgets.values()),
        List.copyOf(subscriptions.values()),
        List.copyOf(actors.values()),
        List.copyOf(tenants.values()),
        List.copyOf(roles.values()),
        List.copyOf(grants.values()),
        ledger);
  }

  /// Spec 02 §6.6: all runs terminal, at least one, and one of them Completed.
  boolean isCompleted(TaskId id) {
    List<ModelRun> own = runs.values().stream().filter(run -> run.taskId.equals(id)).toList();
    return tasks.containsKey(id)
        && own.stream().allMatch(run -> run.state.isTerminal())
        && own.stream().anyMatch(run -> run.state == RunState.COMPLETED);
  }

  long unmet(TaskId id) {
    return dependencies.getOrDefault(id, new TreeSet<>()).stream()
        .filter(prerequisite -> !isCompleted(TaskId.parse(prerequisite)))
        .count();
  }

  private @Nullable String cancel(TaskCanceled e) {
    StateImage.Task task = tasks.get(e.taskId());
    if (task == null) {
      return "TaskCausality.UnknownTask";
    }
    if (task.canceledAt() != null) {
      return "TaskCausality.AlreadyCanceled";
    }
    tasks.put(e.taskId(), new StateImage.Task(task.spec(), task.createdAt(), e.timestamp()));
    return null;
  }

  private @Nullable String create(RunCreated e) {
    if (runs.containsKey(e.run().id())) {
      return "DuplicateEvent";
    }
    if (e.run().state() != RunState.SCHEDULED) {
      return INVALID;
    }
    runs.put(e.run().id(), new ModelRun(e.run()));
    return null;
  }

  private @Nullable String move(
      long sequence, RunId id, RunState previous, RunState next, long timestamp) {
    ModelRun run = runs.get(id);
    if (run == null || run.state != previous || !previous.targets().contains(next)) {
      return INVALID;
    }
    if (run.open != null && next != RunState.CANCELED) {
      return INVALID;
    }
    run.enter(next, timestamp, sequence);
    if (next.isTerminal()) {
      run.lease = null;
    }
    return null;
  }

  private @Nullable String start(AttemptStarted e) {
    ModelRun run = runs.get(e.runId());
    if (run == null || run.state != RunState.RUNNING || run.open != null) {
      return INVALID;
    }
    if (run.attemptCount == 0xffff_ffffL) {
      return "CorruptedData";
    }
    run.attemptCount++;
    run.open = e.attemptId();
    run.attempts.add(new StateImage.Attempt(e.attemptId(), e.timestamp(), null, null, null, null));
    run.attemptsInPeriod++;
    return null;
  }

  private @Nullable String finish(AttemptFinished e) {
    ModelRun run = runs.get(e.runId());
    if (run == null || run.state != RunState.RUNNING || !e.attemptId().equals(run.open)) {
      return INVALID;
    }
    int at = 0;
    while (!run.attempts.get(at).attemptId().equals(e.attemptId())) {
      at++;
    }
    StateImage.Attempt first = run.attempts.get(at);
    if (first.finishedAt() != null) {
      return "CorruptedData";
    }
    var outcome = AttemptOutcome.repaired(e.result(), e.error(), e.output());
    run.attempts.set(
        at,
        new StateImage.Attempt(
            first.attemptId(),
            first.startedAt(),
            e.timestamp(),
            outcome.result(),
            outcome.error(),
            outcome.output()));
    run.open = null;
    return null;
  }

  private @Nullable String lease(long sequence, LeaseEvent event) {
    return switch (event) {
      case LeaseAcquired e -> {
        String refusal = leaseState(e.runId(), RunState.READY, RunState.LEASED);
        if (refusal != null) {
          yield refusal;
        }
        ModelRun run = runs.get(e.runId());
        if (run.lease != null) {
          yield "LeaseCausality.LeaseAlreadyActive";
        }
        run.lease = new StateImage.Lease(e.owner(), e.expiry(), e.timestamp(), e.timestamp());
        yield null;
      }
      case LeaseHeartbeat e -> {
        String refusal = leaseState(e.runId(), RunState.LEASED, RunState.RUNNING);
        if (refusal == null) {
          refusal = owned(e.runId(), e.owner());
        }
        if (refusal != null) {
          yield refusal;
        }
        ModelRun run = runs.get(e.runId());
        if (Long.compareUnsigned(e.expiry(), run.lease.expiry()) < 0) {
          yield "LeaseCausality.NonMonotonicHeartbeatExpiry";
        }
        run.lease =
            new StateImage.Lease(
                run.lease.owner(), e.expiry(), run.lease.acquiredAt(), e.timestamp());
        yield null;
      }
      case LeaseExpired e -> close(sequence, e.runId(), e.owner(), e.expiry(), e.timestamp());
      case LeaseReleased e -> close(sequence, e.runId(), e.owner(), e.expiry(), e.timestamp());
    };
  }

  private @Nullable String close(
      long sequence, RunId id, String owner, long expiry, long timestamp) {
    String refusal = leaseState(id, RunState.READY, RunState.LEASED, RunState.RUNNING);
    if (refusal == null) {
      refusal = owned(id, owner);
    }
    if (refusal != null) {
      return refusal;
    }
    ModelRun run = runs.get(id);
    if (run.lease.expiry() != expiry) {
      return "LeaseCausality.ExpiryMismatch";
    }
    run.lease = null;
    if (run.state == RunState.LEASED) {
      run.enter(RunState.READY, timestamp, sequence);
    }
    return null;
  }

  private @Nullable String leaseState(RunId id, RunState... allowed) {
    ModelRun run = runs.get(id);
    if (run == null) {
      return "LeaseCausality.UnknownRun";
    }
    return List.of(allowed).contains(run.state) ? null : "LeaseCausality.InvalidRunState";
  }

  private @Nullable String owned(RunId id, String owner) {
    StateImage.Lease lease = runs.get(id).lease;
    if (lease == null) {
      return "LeaseCausality.MissingActiveLease";
    }
    return lease.owner().equals(owner) ? null : "LeaseCausality.OwnerMismatch";
  }

  private @Nullable String resume(EngineResumed e) {
    if (!engine.paused()) {
      return "EngineControlCausality.NotPaused";
    }
    if (Long.compareUnsigned(e.timestamp(), engine.pausedAt()) < 0) {
      return "EngineControlCausality.ResumeBeforePause";
    }
    engine = new StateImage.Engine(false, engine.pausedAt(), e.timestamp());
    return null;
  }

  private static StateImage.Budget consume(StateImage.Budget budget, long amount) {
    BigInteger sum = unsigned(budget.consumed()).add(unsigned(amount)).min(U64_MAX);
    return new StateImage.Budget(
        budget.taskId(),
        budget.dimension(),
        budget.limit(),
        sum.longValue(),
        budget.allocatedAt(),
        budget.exhausted() || sum.compareTo(unsigned(budget.limit())) >= 0);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private @Nullable String actor(ActorRegistered e, @Nullable Long beat, @Nullable Long left) {
    actors.put(
        e.actorId(),
        new StateImage.Actor(
            e.actorId(),
            e.identity(),
            e.capabilities(),
            e.department(),
            e.heartbeatIntervalSecs(),
            e.tenantId(),
            e.timestamp(),
            beat,
            left));
    return null;
  }

  private static StateImage.Actor actor(
      StateImage.Actor a, @Nullable Long beat, @Nullable Long left) {
    return new StateImage.Actor(
        a.actorId(),
        a.identity(),
        a.capabilities(),
        a.department(),
        a.heartbeatIntervalSecs(),
        a.tenantId(),
        a.registeredAt(),
        beat,
        left);
  }
}
