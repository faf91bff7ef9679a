package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The queue as one [Principal] has it: only what belongs to its tenant is there, and only what its
/// role and grants allow is done. Thread-safe; what is said of futures at [ActionQueue] holds here.
///
/// Ids of another tenant are answered as unknown ids. Rights are looked at when a request is
/// carried out, not when it is sent. Besides what is said at the methods, each is refused with
/// `unknown_tenant` where the tenant does not exist, `no_role_assigned` where the actor is nothing
/// in it, and `missing_capability` where what it needs is not granted.
public final class Session {
  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Session(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// On whose behalf.
  public Principal principal() {
    return principal;
  }

  /// Submits a task of the principal's tenant; needs `CanSubmit`. A request without a tenant gets
  /// it, one with another is refused with `unknown_tenant`; parent and prerequisites of other
  /// tenants are refused as unknown.
  public CompletableFuture<SubmitResult> submit(TaskRequest request) {
    return queue.submit(request.copy().submittedBy(principal));
  }

  /// Submits several tasks in one batch; see [#submit] and [ActionQueue#submitAll].
  public CompletableFuture<List<SubmitResult>> submitAll(List<TaskRequest> requests) {
    return queue.submitAll(
        requests.stream().map(request -> request.copy().submittedBy(principal)).toList());
  }

  /// Cancels a task; needs `CanCancel`. Refused as by [ActionQueue#cancelTask].
  public CompletableFuture<CancelTaskReport> cancelTask(TaskId id) {
    return command(
        Capability.CAN_CANCEL,
        () -> engine.controls.cancelTask(engine.access.task(principal, id).id()));
  }

  /// Cancels a run; needs `CanCancel`. Refused as by [ActionQueue#cancelRun].
  public CompletableFuture<CancelRunResult> cancelRun(RunId id) {
    return command(
        Capability.CAN_CANCEL,
        () -> engine.controls.cancelRun(engine.access.run(principal, id).id()));
  }

  /// Asks for the suspension of a run; needs `CanCancel`. Refused as by [ActionQueue#suspendRun].
  ///
  /// @param reason free text for the log, null for none
  public CompletableFuture<RunView> suspendRun(RunId id, @Nullable String reason) {
    return command(
        Capability.CAN_CANCEL,
        () -> engine.controls.suspendRun(engine.access.run(principal, id).id(), reason));
  }

  /// Resumes a run; needs `CanCancel`, as suspending does. Refused as by [ActionQueue#resumeRun].
  public CompletableFuture<RunView> resumeRun(RunId id) {
    return command(
        Capability.CAN_CANCEL,
        () -> engine.controls.resumeRun(engine.access.run(principal, id).id()));
  }

  /// Adds a run to a task; needs `CanOperate`, since the task may run more often than its policy
  /// says. Refused as by [ActionQueue#addRun].
  ///
  /// @param at when it is due, null for now
  /// @param id its id, null for a random one
  public CompletableFuture<RunView> addRun(TaskId task, @Nullable Instant at, @Nullable RunId id) {
    return command(
        Capability.CAN_OPERATE,
        () -> engine.extraRuns.add(engine.access.task(principal, task), at, id));
  }

  /// A task, empty if there is none of this id in the tenant.
  public CompletableFuture<Optional<TaskView>> task(TaskId id) {
    return query(() ->
        Optional.ofNullable(engine.lane.state().task(id))
            .filter(task -> Access.sees(principal, task))
            .map(Views::task));
  }

  /// A run, empty if there is none of this id in the tenant.
  public CompletableFuture<Optional<RunView>> run(RunId id) {
    return query(() ->
        Optional.ofNullable(engine.lane.state().run(id))
            .filter(run -> Access.sees(principal, run.task()))
            .map(engine.views::run));
  }

  /// The tenant's tasks, in the order of [ActionQueue#tasks].
  public CompletableFuture<Page<TaskView>> tasks(TaskQuery asked) {
    return query(() -> engine.views.tasks(asked, principal));
  }

  /// The tenant's runs, in the order of [ActionQueue#runs].
  public CompletableFuture<Page<RunView>> runs(RunQuery asked) {
    return query(() -> engine.views.runs(asked, principal));
  }

  /// The same runs, a row of each.
  public CompletableFuture<Page<RunRow>> runRows(RunQuery asked) {
    return query(() -> engine.views.runRows(asked, principal));
  }

  /// Why a run is, or is not, executing. Refused with `unknown_run`.
  public CompletableFuture<Explanation> explain(RunId id) {
    return query(() -> engine.views.explain(engine.access.run(principal, id)));
  }

  /// Completes when the task has ended; see [ActionQueue#awaitTask].
  public CompletableFuture<TaskView> awaitTask(TaskId id) {
    var future = new CompletableFuture<TaskView>();
    CompletableFuture<Boolean> known =
        queue.query(() -> {
          engine.waits.await(engine.access.readable(principal, id), future);
          return true;
        });
    var _ =
        known.whenComplete((_, refused) -> {
          if (refused != null) {
            future.completeExceptionally(refused);
          }
        });
    var _ =
        future.whenComplete((view, _) -> {
          if (view == null) {
            queue.send(new Waits.Forget(engine, id)); // given up by whoever waited
          }
        });
    return future;
  }

  /// The principal as a worker, which it can only be as itself; needs `CanExecute`.
  public Workers workers() {
    return new Workers(queue, engine, principal);
  }

  /// The tenant's ledger; needs a role.
  public Ledger ledger() {
    return new Ledger(queue, engine, principal);
  }

  /// The tenant's runs that wait until somebody decides; deciding needs `CanApprove`.
  public Approvals approvals() {
    return new Approvals(queue, engine, principal);
  }

  /// Limits and pauses of the tenant and of its keys; changing them needs `CanOperate`.
  public Limits limits() {
    return new Limits(queue, engine, principal);
  }

  /// The tenant's runs that have failed for good; doing them again needs `CanSubmit`.
  public DeadLetters deadLetters() {
    return new DeadLetters(queue, engine, principal);
  }

  /// Ceilings of the tenant's tasks; changing them needs `CanOperate`.
  public Budgets budgets() {
    return new Budgets(queue, engine, principal);
  }

  /// When the tenant's tasks are due.
  public Schedules schedules() {
    return new Schedules(queue, engine, principal);
  }

  /// Standing requests to promote runs of the tenant's tasks early; making and ending them, and
  /// firing events, need `CanSubmit`.
  public Subscriptions subscriptions() {
    return new Subscriptions(queue, engine, principal);
  }

  /// How the tenant's tasks hang together; declaring dependencies needs `CanSubmit`.
  public Workflow workflow() {
    return new Workflow(queue, engine, principal);
  }

  private <T> CompletableFuture<T> command(Capability needed, Supplier<T> body) {
    return queue.command(() -> {
      engine.access.require(principal, needed);
      return body.get();
    });
  }

  private <T> CompletableFuture<T> query(Supplier<T> body) {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return body.get();
    });
  }
}
