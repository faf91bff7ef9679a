package io.actionqueue;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Workers in other processes (spec 03 §10.1 to §10.4, spec 04 §13.3): they register, say that they
/// live, claim runs, keep their leases, and report. Thread-safe; what is said of futures at
/// [ActionQueue] holds here.
///
/// A worker gets the Ready runs of its own tenant (or of none, if it has none) whose required
/// capabilities it holds, in the order of selection. Its department counts as the capability
/// `department:` and its name. The handlers of this process are one more worker, for all tenants
/// (D7). That a worker is who it says is not checked: whoever exposes this must know with whom it
/// speaks. The workers of a [Session] act as its principal only, which needs `CanExecute` and must
/// be registered as a worker of the session's tenant: elsewhere it is answered as an unknown
/// worker.
public final class Workers {
  private static final String DEPARTMENT_PREFIX = "department:";

  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Workers(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// The capability that a department's workers hold, beside those that they register with.
  public static String capabilityOf(DepartmentId department) {
    return DEPARTMENT_PREFIX + department.text();
  }

  /// Registers a worker, durably; counts as a sign of life. The same id again replaces the
  /// registration; its leases stay, unless identity or tenant change. Refused with `unknown_tenant`
  /// or, where another active worker has this identity, `identity_taken`.
  public CompletableFuture<WorkerView> register(ActorRegistration registration) {
    return queue.command(() -> {
      engine.access.requireRegistration(principal, registration);
      return engine.remote.workforce.register(registration);
    });
  }

  /// Ends a registration, durably: the runs that the worker holds are taken back at once, each
  /// attempt as interrupted (`lease lost`). Refused with `unknown_actor` or `actor_not_active`.
  public CompletableFuture<WorkerView> deregister(ActorId id) {
    return command(id, () -> engine.remote.workforce.deregister(id));
  }

  /// A sign of life. It is not written: after a restart every registered worker has a whole timeout
  /// (three intervals) to be heard of again. A worker that is silent for longer counts as dead, as
  /// if it had deregistered. Refused with `unknown_actor` or `actor_not_active`.
  public CompletableFuture<WorkerView> heartbeat(ActorId id) {
    return queue.query(() -> {
      engine.access.requireWorker(principal, id);
      return engine.remote.workforce.heartbeat(id);
    });
  }

  /// A worker, also one that left; empty if there is none of this id.
  public CompletableFuture<Optional<WorkerView>> worker(ActorId id) {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return Optional.ofNullable(engine.lane.state().actor(id))
          .filter(this::isVisible)
          .map(engine.remote.workforce::view);
    });
  }

  /// Workers in order of first registration.
  public CompletableFuture<Page<WorkerView>> list(WorkerQuery query) {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return Access.mayAsk(principal, query.tenant())
          ? engine.remote.workforce.page(query, Access.tenantOf(principal, null))
          : Page.empty();
    });
  }

  /// The runs that a claim of the worker would get now, in order, without claiming them. Refused
  /// with `unknown_actor` or `actor_not_active`.
  ///
  /// @param limit at most so many, 1 to 1000
  public CompletableFuture<List<RunView>> claimable(ActorId id, int limit) {
    if (limit < 1 || limit > ClaimRequest.MAX_RUNS) {
      throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
    }
    return queue.query(() -> {
      engine.access.requireWorker(principal, id);
      return engine.remote.work.claimable(id, limit);
    });
  }

  /// Claims runs: each is leased to the worker and its attempt started, durably, before the future
  /// completes. Completes with an empty list when there was nothing for as long as the request
  /// waits, when the worker leaves or has lost the right to work meanwhile, and when the engine
  /// closes. Refused with `unknown_actor` or `actor_not_active`.
  ///
  /// Whoever cancels or completes the future gets nothing; what was claimed for it meanwhile is
  /// given back.
  public CompletableFuture<List<Claim>> claim(ClaimRequest request) {
    if (engine.phase() == EngineStatus.Phase.DRAINING) {
      return CompletableFuture.failedFuture(new ActionQueueException.Closed());
    }
    var future = new CompletableFuture<List<Claim>>();
    CompletableFuture<Boolean> taken =
        command(
            request.actor(),
            () -> {
              engine.remote.waits.take(principal, request, future);
              return true;
            });
    var _ =
        taken.whenComplete((_, refused) -> {
          if (refused != null) {
            future.completeExceptionally(refused);
          }
        });
    return future;
  }

  /// Extends the lease of an attempt by the engine's lease timeout, counted from now; counts as a
  /// sign of life. See [#heartbeat(AttemptRef, long)].
  public CompletableFuture<LeaseAnswer> heartbeat(AttemptRef ref) {
    return heartbeat(ref, engine.config.leaseTimeoutSecs());
  }

  /// Extends the lease of an attempt, never shortens it. An extension that gains less than a
  /// quarter of the lease is not written, and the answer tells the expiry that holds. The answer
  /// also says whether the worker is to stop, and why. Refused with `unknown_actor`, `unknown_run`,
  /// `lease_owner_mismatch` or, when the attempt is over, `lease_lost`.
  ///
  /// @param leaseSecs 3 to 86,400 seconds from now
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidLeaseSecs`
  public CompletableFuture<LeaseAnswer> heartbeat(AttemptRef ref, long leaseSecs) {
    long checked = ClaimRequest.checkLease(leaseSecs);
    return command(ref.actorId(), () -> engine.remote.work.heartbeat(ref, checked));
  }

  /// Ends an attempt: outcome, lease, consumption and the run's move are one batch. An exact repeat
  /// (same result, error and output) gets the first answer again, also after a restart; anything
  /// else about an attempt that is over writes nothing. Refused with `unknown_actor`,
  /// `unknown_run`, `lease_owner_mismatch`, `attempt_mismatch` or `attempt_not_active`.
  public CompletableFuture<ReportReceipt> report(AttemptRef ref, WorkerReport report) {
    return command(ref.actorId(), () -> engine.remote.work.report(ref, report));
  }

  /// Gives a run back: it is Ready again at once, and the attempt, recorded as `interrupted:
  /// released`, counts nowhere (S-50). Repetitions and refusals as of [#report].
  public CompletableFuture<ReportReceipt> release(AttemptRef ref) {
    return command(ref.actorId(), () -> engine.remote.work.release(ref));
  }

  /// Submits tasks below the task that the worker executes, for its tenant; those of one call are
  /// one batch. As from a local handler, an equal repetition of an id is answered as before.
  /// Refused as a whole as [#report] is when the attempt is over.
  public CompletableFuture<List<SubmitResult>> submit(AttemptRef ref, List<TaskRequest> requests) {
    if (engine.phase() == EngineStatus.Phase.DRAINING) {
      return CompletableFuture.failedFuture(new ActionQueueException.Closed());
    }
    List<TaskRequest> asked = new ArrayList<>();
    requests.forEach(request -> asked.add(request.copy()));
    return command(ref.actorId(), () -> engine.remote.work.submit(ref, asked));
  }

  private <T> CompletableFuture<T> command(ActorId actor, Supplier<T> body) {
    return queue.command(() -> {
      engine.access.requireWorker(principal, actor);
      return body.get();
    });
  }

  private boolean isVisible(StateImage.Actor actor) {
    return Access.sees(principal, actor.tenantId());
  }
}
