package io.actionqueue;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.port.EventBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A durable task engine that owns one data directory. Thread-safe.
///
/// Commands and queries are messages to the engine thread, which alone reads and changes the state.
/// Every future completes only when all that it tells is durable (output commit); it completes
/// exceptionally with [ActionQueueException.Refused] where a request breaks a rule,
/// [ActionQueueException.OutcomeUnknown] where the log failed under way,
/// [ActionQueueException.EngineFailed] after such a failure and [ActionQueueException.Closed] after
/// closing. Futures complete on internal threads: continuations must not block there; use the
/// `…Async` forms.
public final class ActionQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ActionQueue.class);

  final Engine engine;
  private final Driver driver;
  private final List<Consumer<EngineNotice>> listeners = new CopyOnWriteArrayList<>();

  private final OpeningReport opening;

  private ActionQueue(Opening.Opened opened) {
    this.engine = opened.engine();
    this.driver = opened.driver();
    this.opening = opened.report();
  }

  /// Opens a directory with the default options and without handlers.
  ///
  /// @throws ActionQueueException.OpenFailed if it cannot be opened; nothing in it was changed
  public static ActionQueue open(Path directory) {
    return open(ActionQueueOptions.at(directory));
  }

  /// Opens a directory: locks it, replays its log, heals what a crash left half-done and starts the
  /// engine. Returns when the healing is durable.
  ///
  /// @throws ActionQueueException.OpenFailed if it cannot be opened; nothing in it was changed
  public static ActionQueue open(ActionQueueOptions options) {
    return new ActionQueue(new Opening(options).open());
  }

  /// Makes a task and its initial runs durable. A refusal is a value (S-56), among them
  /// `backpressure` when too many submissions are waiting.
  ///
  /// From inside a handler, an equal submission of an id that exists is answered as the first one
  /// was; it is taken in before the handler's own answer.
  public CompletableFuture<SubmitResult> submit(TaskRequest request) {
    return engine.intake.submit(request, origin(), driver::send);
  }

  /// Submits several tasks in one atomic batch of the log: a later one may depend on an earlier
  /// one. Each is accepted or refused for itself; the results are in the order of the requests.
  public CompletableFuture<List<SubmitResult>> submitAll(List<TaskRequest> requests) {
    return engine.intake.submitAll(requests, origin(), driver::send);
  }

  /// Cancels a task with its descendants and all that can no longer start because of it: all their
  /// runs that have not ended become Canceled, and executing handlers are asked to stop. Repeating
  /// it is harmless. Refused with `unknown_task`.
  public CompletableFuture<CancelTaskReport> cancelTask(TaskId id) {
    return command(() -> engine.controls.cancelTask(id));
  }

  /// Cancels one run. Repeating it is harmless. Refused with `unknown_run`.
  public CompletableFuture<CancelRunResult> cancelRun(RunId id) {
    return command(() -> engine.controls.cancelRun(id));
  }

  /// Asks the handler of an executing run to stop; the run becomes Suspended when it answers with a
  /// suspension. The view tells the state at the request. Refused with `unknown_run` or, where the
  /// run is not executing, `run_suspend_requires_running`.
  ///
  /// @param reason free text for the log, null for none
  public CompletableFuture<RunView> suspendRun(RunId id, @Nullable String reason) {
    return command(() -> engine.controls.suspendRun(id, reason));
  }

  /// Makes a Suspended run Ready. Refused with `unknown_run` or `run_resume_requires_suspended`.
  public CompletableFuture<RunView> resumeRun(RunId id) {
    return command(() -> engine.controls.resumeRun(id));
  }

  /// Adds a run to a task, beside those that its policy implies: an explicit act, which may let the
  /// task run more often than its policy says. It waits for what the task's other runs wait for. It
  /// is no slot of the schedule: however late it is, no misfire policy passes it over.
  ///
  /// While the schedule of a cron task may still make runs, an added one counts as one of its
  /// occurrences, and may be due no later than the last run that the schedule has made so far.
  /// Refused with `unknown_task`, `task_canceled`, `task_over` where the task has ended,
  /// `run_beyond_schedule`, `run_already_exists`.
  ///
  /// @param at when it is due, in whole seconds; null, or an instant that has passed, for now
  /// @param id makes it repeatable: an id that is taken is refused; null for a random one
  public CompletableFuture<RunView> addRun(TaskId task, @Nullable Instant at, @Nullable RunId id) {
    return command(() -> engine.extraRuns.add(engine.controls.knownTask(task), at, id));
  }

  /// Holds promotion and starts, durably, until [#resume]; handlers that execute are left alone.
  /// Pausing a paused engine changes nothing.
  public CompletableFuture<EngineStatus> pause() {
    return command(engine.controls::pause);
  }

  /// Ends a pause. Resuming an engine that is not paused changes nothing.
  public CompletableFuture<EngineStatus> resume() {
    return command(engine.controls::resume);
  }

  /// A task, empty if there is none of this id.
  public CompletableFuture<Optional<TaskView>> task(TaskId id) {
    return query(() -> Optional.ofNullable(engine.lane.state().task(id)).map(Views::task));
  }

  /// A run, empty if there is none of this id.
  public CompletableFuture<Optional<RunView>> run(RunId id) {
    return query(() -> Optional.ofNullable(engine.lane.state().run(id)).map(engine.views::run));
  }

  /// Tasks by priority (highest first), creation and id.
  public CompletableFuture<Page<TaskView>> tasks(TaskQuery query) {
    return query(() -> engine.views.tasks(query));
  }

  /// Runs by due time and id, each with history and attempts; see [#runRows] where these are many.
  public CompletableFuture<Page<RunView>> runs(RunQuery query) {
    return query(() -> engine.views.runs(query, Principal.SYSTEM));
  }

  /// The same runs, a row of each.
  public CompletableFuture<Page<RunRow>> runRows(RunQuery query) {
    return query(() -> engine.views.runRows(query, Principal.SYSTEM));
  }

  /// Why a run is, or is not, executing: the answer of the gate that dispatch asks. Refused with
  /// `unknown_run`.
  public CompletableFuture<Explanation> explain(RunId id) {
    return query(() -> engine.views.explain(engine.controls.knownRun(id)));
  }

  /// Totals of the durable state.
  public CompletableFuture<QueueStats> stats() {
    return query(engine.views::stats);
  }

  /// What the engine is doing, at once; a pause shows when it is durable.
  public EngineStatus status() {
    return engine.status();
  }

  /// Writes a snapshot of at least everything that was executed before the call, whatever the
  /// threshold, drops what the retention lets go before it and the log that is not needed any more
  /// behind it. Completes when all that is durable; refused with `snapshot_failed` if it cannot be
  /// written, which costs nothing else.
  public CompletableFuture<SnapshotInfo> snapshot() {
    return demand(engine.snapshots::demand);
  }

  /// As [#snapshot()], and makes the directory as small as it can be: the log is sealed, the
  /// snapshot is written twice if that is needed to do without the log, and all log before it goes.
  /// None of that holds the engine's thread: log and snapshots have their own, and what is
  /// submitted meanwhile waits for the sealing of the log at most, as at each of its files.
  public CompletableFuture<SnapshotInfo> compact() {
    return demand(engine.snapshots::demandCompaction);
  }

  private CompletableFuture<SnapshotInfo> demand(
      Consumer<CompletableFuture<SnapshotInfo>> demanding) {
    var future = new CompletableFuture<SnapshotInfo>();
    CompletableFuture<Boolean> known =
        query(() -> {
          demanding.accept(future);
          return true;
        });
    var _ =
        known.whenComplete((_, refused) -> {
          if (refused != null) {
            future.completeExceptionally(refused);
          }
        });
    return future;
  }

  /// Completes with the task when none of its runs can go on: all have ended. Refused with
  /// `unknown_task`.
  public CompletableFuture<TaskView> awaitTask(TaskId id) {
    return as(Principal.SYSTEM).awaitTask(id);
  }

  /// Ceilings of what tasks may use.
  public Budgets budgets() {
    return new Budgets(this, engine, Principal.SYSTEM);
  }

  /// Previews of schedules, and slots that were passed over.
  public Schedules schedules() {
    return new Schedules(this, engine, Principal.SYSTEM);
  }

  /// Standing requests to promote runs early.
  public Subscriptions subscriptions() {
    return new Subscriptions(this, engine, Principal.SYSTEM);
  }

  /// Dependencies between tasks, parents and children.
  public Workflow workflow() {
    return new Workflow(this, engine, Principal.SYSTEM);
  }

  /// Adds a listener that hears how far handlers have come, on the engine thread: it must not block
  /// or throw. Nothing of it is durable.
  public void onProgress(Consumer<ProgressNotice> listener) {
    engine.progress.add(listener);
  }

  /// What opening the directory took and found.
  public OpeningReport opening() {
    return opening;
  }

  /// Counters and histograms of this engine's life; the object stays live.
  public EngineMetrics metrics() {
    return engine.metrics;
  }

  /// Adds a listener that hears of every event that becomes durable from now on, in order, on the
  /// thread that reports durability: it must not block or throw.
  public void onEvent(Consumer<EngineNotice> listener) {
    listeners.add(listener);
    var _ =
        query(() -> {
          engine.lane.follow(this::tell);
          return true;
        });
  }

  /// Takes one step in manual mode (spec 03 §6.2): results and requests, promotion, starts, and the
  /// sync of what they wrote.
  ///
  /// @throws IllegalStateException if the engine has a thread of its own
  public TickResult tick() {
    return manual().tick();
  }

  /// Takes steps in manual mode until one did nothing and no handler executes; waits for handlers.
  ///
  /// @throws IllegalStateException if the engine has a thread of its own
  public IdleSummary runUntilIdle() {
    return manual().runUntilIdle();
  }

  /// Ends gracefully: takes no more submissions and starts nothing, waits up to `drain` for
  /// handlers, asks the others to stop, interrupts them, records those that do not return as
  /// interrupted by the shutdown, syncs and releases the directory. A second call returns the first
  /// report.
  ///
  /// Not to be called from a continuation of a future of this engine.
  public CloseReport close(Duration drain) {
    return driver.close(drain);
  }

  /// Closes without waiting for handlers beyond a short grace.
  @Override
  public void close() {
    var _ = close(Duration.ZERO);
  }

  /// Limits and pauses of actions, keys and tenants.
  public Limits limits() {
    return new Limits(this, engine, Principal.SYSTEM);
  }

  /// Runs that have failed for good.
  public DeadLetters deadLetters() {
    return new DeadLetters(this, engine, Principal.SYSTEM);
  }

  /// Workers in other processes: their registration, and the runs that they claim.
  public Workers workers() {
    return new Workers(this, engine, Principal.SYSTEM);
  }

  /// Tenants, roles and grants.
  public Platform platform() {
    return new Platform(this, engine);
  }

  /// The tenants' ledgers.
  public Ledger ledger() {
    return new Ledger(this, engine, Principal.SYSTEM);
  }

  /// Runs that wait until somebody approves or rejects them.
  public Approvals approvals() {
    return new Approvals(this, engine, Principal.SYSTEM);
  }

  /// The queue as somebody else has it, with their rights and within their tenant.
  public Session as(Principal principal) {
    return new Session(this, engine, principal);
  }

  <T> CompletableFuture<T> command(Supplier<T> body) {
    return ask(Request.Kind.COMMAND, body);
  }

  <T> CompletableFuture<T> query(Supplier<T> body) {
    return ask(Request.Kind.QUERY, body);
  }

  void send(Message message) {
    driver.send(message);
  }

  private <T> CompletableFuture<T> ask(Request.Kind kind, Supplier<T> body) {
    var request = new Request<>(engine, kind, body);
    driver.send(request);
    return request.future();
  }

  private static Submissions.Origin origin() {
    return Flight.CURRENT.isBound() ? Flight.CURRENT.get().origin() : Submissions.Origin.CALLER;
  }

  private void tell(EventBatch batch) {
    long sequence = batch.firstSequence();
    for (Event event : batch.events()) {
      var notice = new EngineNotice(sequence++, event);
      for (Consumer<EngineNotice> listener : listeners) {
        tell(listener, notice);
      }
    }
  }

  /// A listener that throws must not end the thread that reports durability.
  private static void tell(Consumer<EngineNotice> listener, EngineNotice notice) {
    try {
      listener.accept(notice);
    } catch (RuntimeException broken) {
      LOG.warn("a listener threw at event {}", notice.sequence(), broken);
    }
  }

  private ManualDriver manual() {
    return switch (driver) {
      case ManualDriver manual -> manual;
      case LiveDriver _ ->
          throw new IllegalStateException("the engine takes its steps on a thread of its own");
    };
  }
}
