package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Runs that have failed for good, and how to do them again. Thread-safe; what is said of futures
/// at [ActionQueue] holds here.
///
/// What a [Session] gives shows the runs of its tenant only; it is refused as said there.
public final class DeadLetters {
  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  DeadLetters(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// Failed runs by due time and id, from an index: the cost is that of the page, whatever the
  /// history.
  ///
  /// @param offset how many to pass over, at least 0
  /// @param limit how many at most, 1 to 1000
  public CompletableFuture<Page<DeadLetter>> list(long offset, int limit) {
    if (limit < 1 || limit > 1000 || offset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return switch (principal) {
        case Principal.Embedder _ -> {
          var found = engine.views.runs.page(RunState.FAILED, offset, limit);
          yield new Page<>(letters(found), engine.views.runs.size(RunState.FAILED));
        }
        case Principal.Member(_, var own) -> {
          var found = engine.views.tenants.runs(own, RunState.FAILED, offset, limit);
          yield new Page<>(letters(found), engine.views.tenants.runCount(own, RunState.FAILED));
        }
      };
    });
  }

  /// Does a failed run again: a new task with the same work and options, without a schedule, a
  /// deadline or prerequisites, of which it is recorded whose work it does. A parent that has ended
  /// is left out. Needs `CanSubmit`. Refused with `unknown_run`, `run_not_failed`, or
  /// `redrive_in_progress` while an earlier repetition has not ended.
  public CompletableFuture<SubmitResult> redrive(RunId id) {
    return queue.command(() -> engine.redrives.redrive(principal, id));
  }

  /// Does several failed runs again, in one atomic batch of the log. Each is accepted or refused
  /// for itself; the results are in the order of the ids.
  public CompletableFuture<List<SubmitResult>> redriveAll(List<RunId> ids) {
    List<RunId> asked = List.copyOf(ids);
    return queue.command(
        () -> asked.stream().map(id -> engine.redrives.redrive(principal, id)).toList());
  }

  private List<DeadLetter> letters(List<RunEntry> failed) {
    return failed.stream().map(this::letter).toList();
  }

  private DeadLetter letter(RunEntry run) {
    var extensions = engine.lane.state().extensions();
    return new DeadLetter(engine.views.run(run), extensions.redrivesOf(run.id()));
  }
}
