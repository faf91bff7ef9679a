package io.actionqueue.server.api;

import io.actionqueue.CancelRunResult;
import io.actionqueue.CancelTaskReport;
import io.actionqueue.RunView;
import io.actionqueue.SnapshotInfo;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What the routes ask of a queue. Calls block until the change is durable. Thread-safe.
///
/// All throw [io.actionqueue.ActionQueueException.Refused] where a rule is broken, but `submit`.
public interface QueueControl {
  /// Makes a task durable.
  SubmitResult submit(TaskRequest request);

  /// Cancels a task.
  CancelTaskReport cancelTask(TaskId id);

  /// Cancels a run.
  CancelRunResult cancelRun(RunId id);

  /// Asks the handler of a run to set it aside; the view tells the state at the request.
  RunView suspendRun(RunId id, @Nullable String reason);

  /// Makes a suspended run ready.
  RunView resumeRun(RunId id);

  /// Asks for a snapshot; does not wait for it.
  CompletableFuture<SnapshotInfo> snapshot();

  /// Writes a snapshot and drops all of the log before it.
  CompletableFuture<SnapshotInfo> compact();

  /// Pauses the engine.
  ///
  /// @return whether it was not paused before
  boolean pause();

  /// Ends a pause.
  ///
  /// @return whether it was paused before
  boolean resume();
}
