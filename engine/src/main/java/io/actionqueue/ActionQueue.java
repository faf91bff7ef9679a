package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
  private ActionQueue() {}

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
    throw new UnsupportedOperationException(options.directory.toString());
  }

  /// Makes a task and its initial runs durable. A refusal is a value (S-56), among them
  /// `backpressure` when too many submissions are waiting.
  public CompletableFuture<SubmitResult> submit(TaskRequest request) {
    throw new UnsupportedOperationException(request.getClass().getName());
  }

  /// Submits several tasks in one atomic batch of the log: a later one may depend on an earlier
  /// one. Each is accepted or refused for itself; the results are in the order of the requests.
  public CompletableFuture<List<SubmitResult>> submitAll(List<TaskRequest> requests) {
    throw new UnsupportedOperationException(requests.size() + " requests");
  }

  /// Cancels a task with its descendants: all their runs that have not ended become Canceled, and
  /// executing handlers are asked to stop. Repeating it is harmless. Refused with `unknown_task`.
  public CompletableFuture<CancelTaskReport> cancelTask(TaskId id) {
    throw new UnsupportedOperationException(id.toString());
  }

  /// Cancels one run. Repeating it is harmless. Refused with `unknown_run`.
  public CompletableFuture<CancelRunResult> cancelRun(RunId id) {
    throw new UnsupportedOperationException(id.toString());
  }

  /// Asks the handler of an executing run to stop and sets the run aside as Suspended when it
  /// answers with a suspension; the view tells the state at the request. Refused with `unknown_run`
  /// or, where the run is not executing, `run_suspend_requires_running`.
  public CompletableFuture<RunView> suspendRun(RunId id, @Nullable String reason) {
    throw new UnsupportedOperationException(id + " " + reason);
  }

  /// Makes a Suspended run Ready. Refused with `unknown_run` or `run_resume_requires_suspended`.
  public CompletableFuture<RunView> resumeRun(RunId id) {
    throw new UnsupportedOperationException(id.toString());
  }

  /// Holds promotion and starts, durably, until [#resume]; handlers that execute are left alone.
  /// Pausing a paused engine changes nothing.
  public CompletableFuture<EngineStatus> pause() {
    throw new UnsupportedOperationException();
  }

  /// Ends a pause. Resuming an engine that is not paused changes nothing.
  public CompletableFuture<EngineStatus> resume() {
    throw new UnsupportedOperationException();
  }

  /// A task, empty if there is none of this id.
  public CompletableFuture<Optional<TaskView>> task(TaskId id) {
    throw new UnsupportedOperationException(id.toString());
  }

  /// A run, empty if there is none of this id.
  public CompletableFuture<Optional<RunView>> run(RunId id) {
    throw new UnsupportedOperationException(id.toString());
  }

  /// Tasks by priority (highest first), creation and id.
  public CompletableFuture<Page<TaskView>> tasks(TaskQuery query) {
    throw new UnsupportedOperationException(query.toString());
  }

  /// Runs by due time and id.
  public CompletableFuture<Page<RunView>> runs(RunQuery query) {
    throw new UnsupportedOperationException(query.toString());
  }

  /// Why a run is, or is not, executing: the answer of the gate that dispatch asks. Refused with
  /// `unknown_run`.
  public CompletableFuture<Explanation> explain(RunId id) {
    throw new UnsupportedOperationException(id.toString());
  }

  /// Totals of the durable state.
  public CompletableFuture<QueueStats> stats() {
    throw new UnsupportedOperationException();
  }

  /// What the engine is doing, at once.
  public EngineStatus status() {
    throw new UnsupportedOperationException();
  }

  /// Completes with the task when none of its runs can go on: all have ended. Refused with
  /// `unknown_task`.
  public CompletableFuture<TaskView> awaitTask(TaskId id) {
    throw new UnsupportedOperationException(id.toString());
  }

  /// Counters and histograms of this engine's life; the object stays live.
  public EngineMetrics metrics() {
    throw new UnsupportedOperationException();
  }

  /// Adds a listener that hears of every event that becomes durable from now on, in order, on the
  /// thread that reports durability: it must not block or throw.
  public void onEvent(Consumer<EngineNotice> listener) {
    throw new UnsupportedOperationException(listener.toString());
  }

  /// Takes one step in manual mode (spec 03 §6.2): results and requests, promotion, starts, and the
  /// sync of what they wrote.
  ///
  /// @throws IllegalStateException if the engine has a thread of its own
  public TickResult tick() {
    throw new UnsupportedOperationException();
  }

  /// Takes steps in manual mode until one did nothing and no handler executes; waits for handlers.
  ///
  /// @throws IllegalStateException if the engine has a thread of its own
  public IdleSummary runUntilIdle() {
    throw new UnsupportedOperationException();
  }

  /// Ends gracefully: takes no more requests and starts nothing, waits up to `drain` for handlers,
  /// asks the others to stop, records those that do not as interrupted by the shutdown, syncs and
  /// releases the directory. A second call returns the first report.
  public CloseReport close(Duration drain) {
    throw new UnsupportedOperationException(drain.toString());
  }

  /// Closes without waiting for handlers beyond a short grace.
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
