package io.actionqueue.client;

import io.actionqueue.client.wire.ReportOrder;

/// What a [Worker] does with the runs of one action. Called on a thread of its own for each run;
/// must be thread-safe.
///
/// An attempt may be repeated while an earlier one still executes somewhere, after a crash or a
/// network that was cut: the run's id is the key for side effects.
@FunctionalInterface
public interface WorkerHandler {
  /// Carries a run out and tells how it ended, most often by [WorkerRun#success] or
  /// [WorkerRun#fail].
  ///
  /// Should look at [WorkerRun#isStopRequested] now and then. Is interrupted where nothing that it
  /// answers would count any more.
  ///
  /// @throws Exception any: the attempt failed, and another may mend it
  ReportOrder handle(WorkerRun run) throws Exception;
}
