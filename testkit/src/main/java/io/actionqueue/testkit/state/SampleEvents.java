package io.actionqueue.testkit.state;

import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.testkit.SeededRandom;

/// Random events, each well-formed by itself: good for codecs and logs. They do not follow from
/// each other; see [HistoryGenerator] for that. Confined to one thread.
public final class SampleEvents {
  /// How many kinds of events log version 5 has, numbered from 0.
  public static final int KINDS = 31;

  /// The number of the first kind that version 5 does not know.
  public static final int FIRST_EXTENSION = SampleExtensions.FIRST;

  /// The number of the last kind that version 5 does not know.
  public static final int LAST_EXTENSION = SampleExtensions.LAST;

  private final SeededRandom random;
  private final SampleValues values;

  private SampleEvents(SeededRandom random) {
    this.random = random;
    this.values = SampleValues.of(random);
  }

  /// Events that follow from a random sequence.
  public static SampleEvents of(SeededRandom random) {
    return new SampleEvents(random);
  }

  /// Any event of version 5.
  public Event any() {
    return ofKind(random.below(KINDS));
  }

  /// Any event that version 5 does not know.
  public Event extension() {
    return ofKind(random.between(FIRST_EXTENSION, LAST_EXTENSION));
  }

  /// An event of the kind with this number on disk.
  ///
  /// @throws IllegalArgumentException if there is no such kind
  public Event ofKind(int kind) {
    if (kind >= FIRST_EXTENSION) {
      return new SampleExtensions(random).ofKind(kind);
    }
    return switch (kind) {
      case 0, 5, 13 -> task(kind);
      case 1, 2, 6, 14, 15 -> run(kind);
      case 3 -> new AttemptEvent.AttemptStarted(runId(), attemptId(), values.u64());
      case 4 -> finished();
      case 7, 8, 9, 10 -> lease(kind);
      case 11 -> new EngineEvent.EnginePaused(values.u64());
      case 12 -> new EngineEvent.EngineResumed(values.u64());
      case 16, 17, 18, 19 -> budget(kind);
      case 20, 21, 22 -> subscription(kind);
      case 23, 24, 25 -> actor(kind);
      case 26, 27, 28, 29, 30 -> platform(kind);
      default -> throw new IllegalArgumentException("no event of kind " + kind);
    };
  }

  private Event task(int kind) {
    return switch (kind) {
      case 0 -> new TaskEvent.TaskCreated(values.taskSpec(), values.u64());
      case 5 -> new TaskEvent.TaskCanceled(taskId(), values.u64());
      default ->
          new TaskEvent.DependencyDeclared(taskId(), values.list(this::taskId), values.u64());
    };
  }

  private Event run(int kind) {
    return switch (kind) {
      case 1 ->
          new RunEvent.RunCreated(
              RunInstance.scheduled(runId(), taskId(), values.u64(), values.u64()));
      case 2 ->
          new RunEvent.RunStateChanged(runId(), values.runState(), values.runState(), values.u64());
      case 6 -> new RunEvent.RunCanceled(runId(), values.u64());
      case 14 -> new RunEvent.RunSuspended(runId(), values.maybe(values::text), values.u64());
      default -> new RunEvent.RunResumed(runId(), values.u64());
    };
  }

  private Event finished() {
    return new AttemptEvent.AttemptFinished(
        runId(),
        attemptId(),
        random.pick(AttemptResult.values()),
        values.maybe(values::text),
        values.maybe(values::bytes),
        values.u64());
  }

  private Event lease(int kind) {
    RunId runId = runId();
    String owner = values.text();
    long expiry = values.u64();
    return switch (kind) {
      case 7 -> new LeaseEvent.LeaseAcquired(runId, owner, expiry, values.u64());
      case 8 -> new LeaseEvent.LeaseHeartbeat(runId, owner, expiry, values.u64());
      case 9 -> new LeaseEvent.LeaseExpired(runId, owner, expiry, values.u64());
      default -> new LeaseEvent.LeaseReleased(runId, owner, expiry, values.u64());
    };
  }

  private Event budget(int kind) {
    TaskId taskId = taskId();
    long amount = values.u64();
    return switch (kind) {
      case 16 -> new BudgetEvent.BudgetAllocated(taskId, values.dimension(), amount, values.u64());
      case 17 -> new BudgetEvent.BudgetConsumed(taskId, values.dimension(), amount, values.u64());
      case 18 -> new BudgetEvent.BudgetExhausted(taskId, values.dimension(), values.u64());
      default ->
          new BudgetEvent.BudgetReplenished(taskId, values.dimension(), amount, values.u64());
    };
  }

  private Event subscription(int kind) {
    SubscriptionId id = SubscriptionId.random(random);
    return switch (kind) {
      case 20 ->
          new SubscriptionEvent.SubscriptionCreated(
              id, taskId(), values.filter(taskId()), values.u64());
      case 21 -> new SubscriptionEvent.SubscriptionTriggered(id, values.u64());
      default -> new SubscriptionEvent.SubscriptionCanceled(id, values.u64());
    };
  }

  private Event actor(int kind) {
    ActorId id = ActorId.random(random);
    return switch (kind) {
      case 23 ->
          new ActorEvent.ActorRegistered(
              id,
              values.text(),
              values.list(values::text),
              values.maybe(values::text),
              values.u64(),
              values.maybe(() -> TenantId.random(random)),
              values.u64());
      case 24 -> new ActorEvent.ActorDeregistered(id, values.u64());
      default -> new ActorEvent.ActorHeartbeat(id, values.u64());
    };
  }

  private Event platform(int kind) {
    TenantId tenant = TenantId.random(random);
    ActorId actor = ActorId.random(random);
    return switch (kind) {
      case 26 -> new PlatformEvent.TenantCreated(tenant, values.text(), values.u64());
      case 27 -> new PlatformEvent.RoleAssigned(actor, values.role(), tenant, values.u64());
      case 28 ->
          new PlatformEvent.CapabilityGranted(actor, values.capability(), tenant, values.u64());
      case 29 ->
          new PlatformEvent.CapabilityRevoked(actor, values.capability(), tenant, values.u64());
      default ->
          new PlatformEvent.LedgerEntryAppended(
              LedgerEntryId.random(random),
              tenant,
              values.text(),
              random.coin() ? actor : null,
              values.bytes(),
              values.u64());
    };
  }

  private TaskId taskId() {
    return TaskId.random(random);
  }

  private RunId runId() {
    return RunId.random(random);
  }

  private AttemptId attemptId() {
    return AttemptId.random(random);
  }
}
