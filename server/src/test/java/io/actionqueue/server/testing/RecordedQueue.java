package io.actionqueue.server.testing;

import io.actionqueue.EngineStatus;
import io.actionqueue.Explanation;
import io.actionqueue.Page;
import io.actionqueue.QueueStats;
import io.actionqueue.RunQuery;
import io.actionqueue.RunRow;
import io.actionqueue.RunView;
import io.actionqueue.TaskQuery;
import io.actionqueue.TaskView;
import io.actionqueue.client.wire.AttemptVerdict;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.index.RunIndex;
import io.actionqueue.engine.index.TaskIndex;
import io.actionqueue.server.api.QueueReads;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A recorded state, shown as it was recorded: nothing is recovered, dispatched or explained
/// (S-40). Order and slices are those of the engine's own indexes.
public final class RecordedQueue implements QueueReads {
  private final QueueState state;
  private final TaskIndex tasks = TaskIndex.create();
  private final RunIndex runs;

  public RecordedQueue(QueueState state) {
    this.state = state;
    this.runs = RunIndex.of(state);
    state.observe(
        new StateObserver() {
          @Override
          public void taskCreated(TaskEntry task) {
            tasks.taskCreated(task);
          }

          @Override
          public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
            runs.runMoved(run, from, timestamp);
          }
        });
  }

  @Override
  public Optional<TaskView> task(TaskId id) {
    return Optional.ofNullable(state.task(id)).map(RecordedQueue::view);
  }

  @Override
  public Optional<TaskView> awaitTask(TaskId id, Duration wait) {
    return task(id);
  }

  @Override
  public Page<TaskView> tasks(TaskQuery query) {
    var found = tasks.page(query.tag(), query.offset(), query.limit());
    return new Page<>(
        found.stream().map(RecordedQueue::view).toList(), tasks.size(query.tag()), null);
  }

  @Override
  public Optional<RunView> run(RunId id) {
    return Optional.ofNullable(state.run(id)).map(RecordedQueue::view);
  }

  @Override
  public Optional<RunView> awaitRun(RunId id, @Nullable RunState seen, Duration wait) {
    return run(id);
  }

  @Override
  public Page<RunRow> runs(RunQuery query) {
    var found = runs.page(query.state(), query.offset(), query.limit());
    return new Page<>(
        found.stream().map(RecordedQueue::view).map(RecordedQueue::row).toList(),
        runs.size(query.state()),
        null);
  }

  private static RunRow row(RunView view) {
    return new RunRow(view.run().instance(), view.concurrencyKey(), view.furtherKeys());
  }

  @Override
  public Optional<Explanation> explain(RunId id) {
    return run(id)
        .map(run -> new Explanation(id, run.run().instance().state(), "recorded", List.of()));
  }

  @Override
  public QueueStats stats() {
    Map<RunState, Long> byState = new EnumMap<>(RunState.class);
    for (RunState each : RunState.values()) {
      byState.put(each, state.runsIn(each));
    }
    Map<AttemptResult, Long> finished = new EnumMap<>(AttemptResult.class);
    long attempts = 0;
    long interrupted = 0;
    for (RunEntry run : state.runs()) {
      attempts += run.attemptCount();
      for (StateImage.Attempt attempt : run.attempts()) {
        AttemptVerdict verdict = AttemptVerdict.of(attempt.result(), attempt.error());
        if (verdict == AttemptVerdict.INTERRUPTED) {
          interrupted++;
        } else if (attempt.result() != null) {
          finished.merge(attempt.result(), 1L, Long::sum);
        }
      }
    }
    return new QueueStats(
        state.taskCount(),
        state.runCount(),
        attempts,
        byState,
        finished,
        interrupted,
        state.latestSequence());
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        EngineStatus.Phase.RUNNING, state.isPaused(), null, null, 0, 0, null, "NONE", List.of());
  }

  private static TaskView view(TaskEntry task) {
    var byState = new EnumMap<RunState, Integer>(RunState.class);
    task.runs().forEach(run -> byState.merge(run.state(), 1, Integer::sum));
    return new TaskView(task.spec(), task.createdAt(), task.canceledAt(), byState, task.policy());
  }

  private static RunView view(RunEntry run) {
    TaskEntry task = run.task();
    String key = task == null ? null : task.spec().constraints().concurrencyKey();
    return new RunView(
        run.image(),
        key,
        run.policy().furtherKeys(),
        run.countedAttempts(),
        List.of(),
        null,
        List.of());
  }
}
