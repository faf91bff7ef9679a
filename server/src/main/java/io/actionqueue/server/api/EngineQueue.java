package io.actionqueue.server.api;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueException;
import io.actionqueue.CancelRunResult;
import io.actionqueue.CancelTaskReport;
import io.actionqueue.EngineStatus;
import io.actionqueue.Explanation;
import io.actionqueue.Page;
import io.actionqueue.Principal;
import io.actionqueue.QueueStats;
import io.actionqueue.RunQuery;
import io.actionqueue.RunRow;
import io.actionqueue.RunView;
import io.actionqueue.Session;
import io.actionqueue.SnapshotInfo;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskQuery;
import io.actionqueue.TaskRequest;
import io.actionqueue.TaskView;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.events.RunWatch;
import io.actionqueue.server.http.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The live engine as one principal has it, asked from request threads, which wait here.
/// Thread-safe.
///
/// What the engine does as a whole (totals, pause, snapshot) is asked of the engine itself: routes
/// that tell or change it are for the operator.
public final class EngineQueue implements QueueReads, QueueControl {
  private final ActionQueue engine;
  private final Session session;

  /// Pause and resume tell whether they changed anything: one at a time.
  private final ReentrantLock pausing;

  private final RunWatch watch;

  private EngineQueue(ActionQueue engine, Session session, ReentrantLock pausing, RunWatch watch) {
    this.engine = engine;
    this.session = session;
    this.pausing = pausing;
    this.watch = watch;
  }

  /// The whole queue of an engine, which stays the caller's to close.
  public static EngineQueue of(ActionQueue engine) {
    return new EngineQueue(
        engine, engine.as(Principal.SYSTEM), new ReentrantLock(), RunWatch.over(engine::onEvent));
  }

  /// The queue as the caller's principal has it.
  public EngineQueue of(Caller caller) {
    return new EngineQueue(engine, engine.as(caller.principal()), pausing, watch);
  }

  @Override
  public Optional<TaskView> task(TaskId id) {
    return EngineAnswers.await(session.task(id));
  }

  @Override
  public Optional<TaskView> awaitTask(TaskId id, Duration wait) {
    CompletableFuture<TaskView> ended = session.awaitTask(id);
    try {
      return Optional.of(ended.get(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      ended.cancel(false); // or the engine would keep every wait until the task ends
      return task(id);
    } catch (ExecutionException e) {
      return absentIf("unknown_task", e);
    } catch (InterruptedException _) {
      throw EngineAnswers.interrupted();
    }
  }

  @Override
  public Page<TaskView> tasks(TaskQuery query) {
    return EngineAnswers.await(session.tasks(query));
  }

  @Override
  public Optional<RunView> run(RunId id) {
    return EngineAnswers.await(session.run(id));
  }

  @Override
  public Optional<RunView> awaitRun(RunId id, @Nullable RunState seen, Duration wait) {
    RunWatch.Wait moved = watch.begin(id);
    try {
      Optional<RunView> now = run(id);
      if (now.isEmpty() || !isWorthWaiting(now.get().run().instance().state(), seen)) {
        return now;
      }
      moved.await(wait);
      return run(id);
    } catch (InterruptedException _) {
      throw EngineAnswers.interrupted();
    } finally {
      watch.forget(moved);
    }
  }

  private static boolean isWorthWaiting(RunState now, @Nullable RunState seen) {
    return !now.isTerminal() && (seen == null || seen == now);
  }

  @Override
  public Page<RunRow> runs(RunQuery query) {
    return EngineAnswers.await(session.runRows(query));
  }

  @Override
  public Optional<Explanation> explain(RunId id) {
    try {
      return Optional.of(EngineAnswers.get(session.explain(id), Duration.ZERO));
    } catch (ExecutionException e) {
      return absentIf("unknown_run", e);
    }
  }

  @Override
  public QueueStats stats() {
    return EngineAnswers.await(engine.stats());
  }

  @Override
  public EngineStatus status() {
    return engine.status();
  }

  @Override
  public SubmitResult submit(TaskRequest request) {
    return EngineAnswers.await(session.submit(request));
  }

  @Override
  public CancelTaskReport cancelTask(TaskId id) {
    return EngineAnswers.await(session.cancelTask(id));
  }

  @Override
  public CancelRunResult cancelRun(RunId id) {
    return EngineAnswers.await(session.cancelRun(id));
  }

  @Override
  public RunView suspendRun(RunId id, @Nullable String reason) {
    return EngineAnswers.await(session.suspendRun(id, reason));
  }

  @Override
  public RunView resumeRun(RunId id) {
    return EngineAnswers.await(session.resumeRun(id));
  }

  @Override
  public CompletableFuture<SnapshotInfo> snapshot() {
    return engine.snapshot();
  }

  @Override
  public CompletableFuture<SnapshotInfo> compact() {
    return engine.compact();
  }

  @Override
  public boolean pause() {
    pausing.lock();
    try {
      boolean wasPaused = engine.status().paused();
      EngineAnswers.await(engine.pause());
      return !wasPaused;
    } finally {
      pausing.unlock();
    }
  }

  @Override
  public boolean resume() {
    pausing.lock();
    try {
      boolean wasPaused = engine.status().paused();
      EngineAnswers.await(engine.resume());
      return wasPaused;
    } finally {
      pausing.unlock();
    }
  }

  private static <T> Optional<T> absentIf(String code, ExecutionException failure) {
    RuntimeException cause = EngineAnswers.unwrapped(failure);
    if (cause instanceof ActionQueueException.Refused refused && refused.code().equals(code)) {
      return Optional.empty();
    }
    throw cause;
  }
}
