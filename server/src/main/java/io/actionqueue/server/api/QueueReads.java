package io.actionqueue.server.api;

import io.actionqueue.EngineStatus;
import io.actionqueue.Explanation;
import io.actionqueue.Page;
import io.actionqueue.QueueStats;
import io.actionqueue.RunQuery;
import io.actionqueue.RunRow;
import io.actionqueue.RunView;
import io.actionqueue.TaskQuery;
import io.actionqueue.TaskView;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the routes ask about a queue. Calls block until the answer is there; it tells durable state
/// only. Thread-safe.
public interface QueueReads {
  /// A task, empty if there is none of this id.
  Optional<TaskView> task(TaskId id);

  /// A task after it has ended or the wait is over; empty if there is none of this id.
  Optional<TaskView> awaitTask(TaskId id, Duration wait);

  /// Tasks by priority, creation and id.
  Page<TaskView> tasks(TaskQuery query);

  /// A run, empty if there is none of this id.
  Optional<RunView> run(RunId id);

  /// A run after it has left a state or the wait is over; empty if there is none of this id.
  ///
  /// @param seen the state that the caller knows; null for the one that the run is in now
  Optional<RunView> awaitRun(RunId id, @Nullable RunState seen, Duration wait);

  /// Runs by due time and id.
  Page<RunRow> runs(RunQuery query);

  /// Why a run is, or is not, executing; empty if there is none of this id.
  Optional<Explanation> explain(RunId id);

  /// Totals.
  QueueStats stats();

  /// What the engine is doing.
  EngineStatus status();
}
