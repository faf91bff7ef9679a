package io.actionqueue;

import io.actionqueue.engine.dispatch.TimerHeap;
import io.actionqueue.engine.lane.Effect;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Claims of workers, answered at once or when something comes for them. Confined to the engine
/// thread; the futures complete where durability is reported.
final class ClaimWaits {
  private static final class Waiting extends TimerHeap.Timer {
    final Workforce.Worker worker;
    final Principal principal;
    final ClaimRequest request;
    final CompletableFuture<List<Claim>> future;
    final long ticket;

    Waiting(
        Workforce.Worker worker,
        Principal principal,
        ClaimRequest request,
        CompletableFuture<List<Claim>> future,
        long ticket) {
      this.worker = worker;
      this.principal = principal;
      this.request = request;
      this.future = future;
      this.ticket = ticket;
    }
  }

  private final Engine engine;
  private final Map<Workforce.Worker, ArrayDeque<Waiting>> waiting = new HashMap<>();
  private final TimerHeap<Waiting> ends =
      TimerHeap.ordered((a, b) -> Long.compare(a.ticket, b.ticket));
  private long tickets;

  ClaimWaits(Engine engine) {
    this.engine = engine;
  }

  /// Answers a claim, or lets it wait.
  ///
  /// @param principal on whose behalf, which must still have the right to when something comes
  /// @throws ActionQueueException.Refused `unknown_actor`, `actor_not_active`
  void take(Principal principal, ClaimRequest request, CompletableFuture<List<Claim>> future) {
    Workforce.Worker worker = engine.remote.workforce.present(request.actor());
    List<Claim> claims = taken(worker, request);
    long nanos = TimeUnit.NANOSECONDS.convert(request.waiting());
    if (!claims.isEmpty() || nanos == 0) {
      deliver(future, claims);
      return;
    }
    var entry = new Waiting(worker, principal, request, future, tickets++);
    waiting.computeIfAbsent(worker, _ -> new ArrayDeque<>(2)).add(entry);
    ends.set(entry, engine.clock.nanos() + nanos);
    engine.dispatcher.ask(worker.routing);
  }

  private List<Claim> taken(Workforce.Worker worker, ClaimRequest request) {
    long leaseSecs = engine.remote.work.leaseSecs(request.leaseSecs());
    return engine.remote.work.take(worker, request.max(), leaseSecs);
  }

  /// Gives what has come to those who wait for it; nothing while the engine is paused. When it is
  /// closing, they go home empty-handed.
  ///
  /// @return whether there was anything to look at for one of them
  boolean serve() {
    if (waiting.isEmpty()) {
      return false;
    }
    if (engine.phase() == EngineStatus.Phase.DRAINING) {
      dismissAll();
      return false;
    }
    if (engine.dispatcher.isHeld()) {
      return false;
    }
    boolean any = false;
    for (var next = engine.dispatcher.nextAsking();
        next != null;
        next = engine.dispatcher.nextAsking()) {
      Workforce.Worker worker = engine.remote.workforce.active(next.id());
      if (worker == null || !serve(worker)) {
        engine.dispatcher.stopAsking(next);
      }
      any = true;
      engine.flushIfFull();
    }
    return any;
  }

  /// Serves the claim of a worker that has waited longest, if somebody still waits for it.
  ///
  /// @return whether the worker still waits
  private boolean serve(Workforce.Worker worker) {
    ArrayDeque<Waiting> own = waiting.get(worker);
    Waiting first = own == null ? null : own.peek();
    if (own == null || first == null) {
      return false;
    }
    if (first.future.isDone()) {
      remove(first);
      return !own.isEmpty();
    }
    if (!engine.access.mayWork(first.principal, worker.id())) {
      remove(first);
      deliver(first.future, List.of()); // whoever asks again is told why
      return !own.isEmpty();
    }
    List<Claim> claims = taken(worker, first.request);
    if (!claims.isEmpty()) {
      remove(first);
      deliver(first.future, claims);
      engine.dispatcher.stopAsking(worker.routing);
      if (!own.isEmpty()) {
        engine.dispatcher.ask(worker.routing); // behind the others
      }
    }
    return !own.isEmpty();
  }

  /// Answers those who have waited long enough.
  void expire() {
    long now = engine.clock.nanos();
    for (Waiting due = ends.pollDue(now); due != null; due = ends.pollDue(now)) {
      remove(due);
      deliver(due.future, List.of());
    }
  }

  /// Nanoseconds until somebody has waited long enough; the largest number if nobody waits.
  long nanosUntilNext() {
    @Nullable Waiting first = ends.peek();
    return first == null ? Long.MAX_VALUE : engine.clock.nanosUntil(first.at());
  }

  /// Answers the claims of a worker that is gone.
  void forget(Workforce.Worker worker) {
    ArrayDeque<Waiting> own = waiting.remove(worker);
    if (own != null) {
      for (Waiting each : own) {
        ends.cancel(each);
        deliver(each.future, List.of());
      }
    }
  }

  /// Fails all: the engine ends.
  void fail(ActionQueueException cause) {
    var lost = List.copyOf(waiting.values());
    waiting.clear();
    lost.forEach(own -> own.forEach(each -> each.future.completeExceptionally(cause)));
  }

  private void dismissAll() {
    for (Workforce.Worker worker : List.copyOf(waiting.keySet())) {
      engine.dispatcher.stopAsking(worker.routing);
      forget(worker);
    }
  }

  private void remove(Waiting entry) {
    ends.cancel(entry);
    ArrayDeque<Waiting> own = waiting.get(entry.worker);
    if (own != null && own.remove(entry) && own.isEmpty()) {
      waiting.remove(entry.worker);
      engine.dispatcher.stopAsking(entry.worker.routing);
    }
  }

  private void deliver(CompletableFuture<List<Claim>> future, List<Claim> claims) {
    engine.lane.whenDurable(new Delivery(engine, future, claims));
  }

  /// Hands claims over when they are durable. Who has given up waiting meanwhile gives them back.
  private record Delivery(Engine engine, CompletableFuture<List<Claim>> future, List<Claim> claims)
      implements Effect {
    @Override
    public void durable() {
      if (!future.complete(claims) && !claims.isEmpty()) {
        engine.inbox.request(new GiveBack(engine, claims));
      }
    }

    @Override
    public void failed(long sequence, Throwable cause) {
      future.completeExceptionally(
          claims.isEmpty()
              ? new ActionQueueException.EngineFailed(cause)
              : new ActionQueueException.OutcomeUnknown(sequence, cause));
    }
  }

  /// Returns runs that nobody took.
  private static final class GiveBack extends Message {
    private final Engine engine;
    private final List<Claim> claims;

    GiveBack(Engine engine, List<Claim> claims) {
      this.engine = engine;
      this.claims = claims;
    }

    @Override
    void handle() {
      for (Claim claim : claims) {
        try {
          var _ = engine.remote.work.release(claim.ref());
        } catch (ActionQueueException.Refused over) {
          engine.metrics.lateResults.increment(); // the lease was lost meanwhile
        }
      }
    }

    @Override
    void refuse(ActionQueueException cause) {}
  }
}
