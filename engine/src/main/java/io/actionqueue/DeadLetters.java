package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Runs that have failed for good, and how to do them again. Thread-safe; what is said of futures
/// at [ActionQueue] holds here.
public final class DeadLetters {
  private final ActionQueue queue;
  private final Engine engine;

  DeadLetters(ActionQueue queue, Engine engine) {
    this.queue = queue;
    this.engine = engine;
  }

  /// Failed runs by due time and id, from an index: the cost is that of the page, whatever the
  /// history.
  ///
  /// @param offset how many to pass over
  /// @param limit how many at most
  public CompletableFuture<Page<DeadLetter>> list(long offset, int limit) {
    return queue.query(() -> {
      List<DeadLetter> letters =
          engine.views.runs.page(RunState.FAILED, offset, limit).stream()
              .map(this::letter)
              .toList();
      return new Page<>(letters, engine.views.runs.size(RunState.FAILED));
    });
  }

  /// Does a failed run again: a new task with the same work and options, without a schedule, a
  /// deadline or prerequisites, of which it is recorded whose work it does. A parent that has ended
  /// is left out. Refused with `unknown_run`, `run_not_failed`, or `redrive_in_progress` while an
  /// earlier repetition has not ended.
  public CompletableFuture<SubmitResult> redrive(RunId id) {
    return queue.command(() -> engine.redrives.redrive(id));
  }

  /// Does several failed runs again, in one atomic batch of the log. Each is accepted or refused
  /// for itself; the results are in the order of the ids.
  public CompletableFuture<List<SubmitResult>> redriveAll(List<RunId> ids) {
    List<RunId> asked = List.copyOf(ids);
    return queue.command(() -> asked.stream().map(engine.redrives::redrive).toList());
  }

  private DeadLetter letter(RunEntry run) {
    var extensions = engine.lane.state().extensions();
    return new DeadLetter(engine.views.run(run), extensions.redrivesOf(run.id()));
  }
}
