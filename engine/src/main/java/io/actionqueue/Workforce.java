package io.actionqueue;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.actor.HeartbeatPolicy;
import io.actionqueue.core.command.ActorDeregister;
import io.actionqueue.core.command.ActorRegister;
import io.actionqueue.core.command.ActorRejection;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.RemoteWorker;
import io.actionqueue.engine.dispatch.TimerHeap;
import io.actionqueue.engine.index.WorkerIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The registered workers of other processes: who is active, when each was last heard of, when it
/// counts as dead (spec 03 §10.1 to §10.3). Confined to the engine thread.
///
/// Registration and end are recorded. Signs of life are not: they live here, on the monotonic
/// clock, so that neither a heartbeat costs a write nor a step of the wall clock kills anybody; a
/// worker that is registered when the engine opens gets a whole timeout.
final class Workforce implements StateObserver {
  private static final long LONGEST_TIMEOUT_SECS = Long.MAX_VALUE / 4_000_000_000L;

  /// An active worker; as a timer, its death.
  static final class Worker extends TimerHeap.Timer {
    final StateImage.Actor actor;
    final RemoteWorker routing;
    long heardAtSecond;

    Worker(StateImage.Actor actor, RemoteWorker routing) {
      this.actor = actor;
      this.routing = routing;
    }

    ActorId id() {
      return actor.actorId();
    }

    String identity() {
      return actor.identity();
    }
  }

  private final Engine engine;
  private final RemoteLeases leases;
  private final Map<ActorId, Worker> active = new HashMap<>();
  private final Map<String, Set<ActorId>> byIdentity = new HashMap<>();
  private final WorkerIndex order = WorkerIndex.create();
  private final TimerHeap<Worker> deaths =
      TimerHeap.ordered(Comparator.comparing(worker -> worker.id().toString()));

  Workforce(Engine engine, RemoteLeases leases) {
    this.engine = engine;
    this.leases = leases;
  }

  @Override
  public void actorChanged(StateImage.Actor actor) {
    order.changed(actor);
    Worker known = active.get(actor.actorId());
    if (known != null) {
      forget(known);
    }
    if (actor.isActive() && canHoldLeases(actor.identity())) {
      welcome(actor);
    }
  }

  /// An old log may hold names that no worker may have.
  private static boolean canHoldLeases(String identity) {
    return !identity.isEmpty() && !identity.equals(ActorRegistration.RESERVED_IDENTITY);
  }

  private void welcome(StateImage.Actor actor) {
    var capabilities = new HashSet<>(actor.capabilities());
    if (actor.department() != null) {
      capabilities.add(Workers.capabilityOf(new DepartmentId(actor.department())));
    }
    var worker =
        new Worker(actor, RemoteWorker.of(actor.actorId(), actor.tenantId(), capabilities));
    active.put(actor.actorId(), worker);
    byIdentity.computeIfAbsent(actor.identity(), _ -> new HashSet<>(2)).add(actor.actorId());
    engine.dispatcher.add(worker.routing);
    heard(worker);
  }

  private void forget(Worker worker) {
    active.remove(worker.id());
    deaths.cancel(worker);
    engine.dispatcher.remove(worker.routing);
    engine.remote.waits.forget(worker);
    Set<ActorId> same = byIdentity.get(worker.identity());
    if (same != null && same.remove(worker.id()) && same.isEmpty()) {
      byIdentity.remove(worker.identity());
    }
  }

  /// Registers a worker, or registers it anew.
  ///
  /// @throws ActionQueueException.Refused `identity_taken`, `unknown_tenant`
  WorkerView register(ActorRegistration registration) {
    expire();
    ActorId id = registration.actorId();
    Set<ActorId> holders = byIdentity.getOrDefault(registration.identity(), Set.of());
    if (holders.stream().anyMatch(holder -> !holder.equals(id))) {
      throw refused("identity_taken", "another worker is called '" + registration.identity() + "'");
    }
    Worker before = active.get(id);
    engine.controls.carryOut(new ActorRegister(registration, engine.clock.second()));
    boolean other =
        before != null
            && !(before.identity().equals(registration.identity())
                && Objects.equals(before.actor.tenantId(), registration.tenantId()));
    if (before != null && other) {
      leases.expireOf(before.identity());
    }
    return view(known(id));
  }

  /// Ends a registration; everything that the worker holds goes back at once.
  ///
  /// @throws ActionQueueException.Refused `unknown_actor`, `actor_not_active`
  WorkerView deregister(ActorId id) {
    expire();
    StateImage.Actor actor = known(id);
    engine.controls.carryOut(new ActorDeregister(id, engine.clock.second()));
    takeBack(actor.identity());
    return view(known(id));
  }

  /// A sign of life.
  ///
  /// @throws ActionQueueException.Refused `unknown_actor`, `actor_not_active`
  WorkerView heartbeat(ActorId id) {
    return view(present(id).actor);
  }

  /// The active worker of this id, which has just been heard of.
  ///
  /// @throws ActionQueueException.Refused `unknown_actor`, `actor_not_active`
  Worker present(ActorId id) {
    expire();
    Worker worker = active.get(id);
    if (worker == null) {
      StateImage.Actor actor = known(id);
      throw Controls.refused(new ActorRejection.ActorNotActive(actor.actorId()));
    }
    heard(worker);
    return worker;
  }

  /// The active worker of this id, null if there is none.
  @Nullable Worker active(ActorId id) {
    return active.get(id);
  }

  /// Whether a worker of this identity is active.
  boolean isActive(String identity) {
    return byIdentity.containsKey(identity);
  }

  /// The record of a worker, active or not.
  ///
  /// @throws ActionQueueException.Refused `unknown_actor`
  StateImage.Actor known(ActorId id) {
    StateImage.Actor actor = engine.lane.state().actor(id);
    if (actor == null) {
      throw Controls.refused(new ActorRejection.UnknownActor(id));
    }
    return actor;
  }

  /// Workers in order of registration.
  ///
  /// @param visible only those of this tenant, null for all
  Page<WorkerView> page(WorkerQuery query, @Nullable TenantId visible) {
    return PageMark.WORKERS.page(query.of(order, visible), this::view);
  }

  WorkerView view(StateImage.Actor actor) {
    Worker worker = active.get(actor.actorId());
    return new WorkerView(
        actor,
        worker == null ? null : worker.heardAtSecond,
        worker == null ? 0 : leases.heldBy(actor.identity()));
  }

  /// Lets the workers die that were silent for too long.
  void expire() {
    long now = engine.clock.nanos();
    for (Worker dead = deaths.pollDue(now); dead != null; dead = deaths.pollDue(now)) {
      engine.metrics.workersLost.increment();
      String identity = dead.identity();
      engine.own.execute(new ActorDeregister(dead.id(), engine.clock.second()));
      takeBack(identity);
    }
  }

  /// Nanoseconds until the next worker dies if it stays silent; the largest number if there is
  /// none.
  long nanosUntilNext() {
    @Nullable Worker first = deaths.peek();
    return first == null ? Long.MAX_VALUE : engine.clock.nanosUntil(first.at());
  }

  /// Takes back what is held by workers of which the log says that they are gone, or that they work
  /// for another tenant now: the process before this one may have ended between the two.
  void recover() {
    Set<String> gone = new HashSet<>();
    for (StateImage.Actor actor : engine.lane.state().actors()) {
      if (!actor.isActive()) {
        gone.add(actor.identity());
      }
    }
    List<String> owners = new ArrayList<>(leases.owners());
    owners.sort(Comparator.naturalOrder());
    for (String owner : owners) {
      if (isActive(owner)) {
        leases.expireOf(owner, run -> !servesTenantOf(run, owner));
      } else if (gone.contains(owner)) {
        leases.expireOf(owner);
      }
    }
  }

  private boolean servesTenantOf(RunEntry run, String identity) {
    TaskEntry task = run.task();
    TenantId tenant = task == null ? null : task.spec().tenantId();
    return byIdentity.getOrDefault(identity, Set.of()).stream()
        .map(id -> engine.lane.state().actor(id))
        .anyMatch(actor -> actor != null && Objects.equals(actor.tenantId(), tenant));
  }

  private void takeBack(String identity) {
    if (!isActive(identity)) {
      leases.expireOf(identity);
    }
  }

  private void heard(Worker worker) {
    worker.heardAtSecond = engine.clock.second();
    deaths.set(worker, engine.clock.nanos() + timeoutNanos(worker.actor));
  }

  private static long timeoutNanos(StateImage.Actor actor) {
    long interval = actor.heartbeatIntervalSecs();
    // An old log may hold an interval of 0.
    long timeout = HeartbeatPolicy.every(interval == 0 ? 1 : interval).timeoutSecs();
    boolean endless = Long.compareUnsigned(timeout, LONGEST_TIMEOUT_SECS) > 0;
    return TimeUnit.SECONDS.toNanos(endless ? LONGEST_TIMEOUT_SECS : timeout);
  }

  private static ActionQueueException.Refused refused(String code, String message) {
    return new ActionQueueException.Refused(new Refusal(code, message));
  }
}
