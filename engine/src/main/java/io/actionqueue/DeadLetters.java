package io.actionqueue;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.engine.index.RunIndex;
import io.actionqueue.engine.index.Start;
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
    return list(new PageQuery(limit, offset, null));
  }

  /// Failed runs by due time and id; see [#list(long, int)].
  public CompletableFuture<Page<DeadLetter>> list(PageQuery query) {
    Start start = PageMark.RUNS.start(query);
    return queue.query(() -> {
      engine.access.requireMember(principal);
      var ofTenant = Access.tenantOf(principal, null);
      RunIndex runs = ofTenant == null ? engine.views.runs : engine.views.tenants.runs(ofTenant);
      return runs == null
          ? Page.empty()
          : PageMark.RUNS.page(
              runs.page(RunState.FAILED, TimeRange.ALL, start, query.limit()), this::letter);
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

  private DeadLetter letter(RunEntry run) {
    var extensions = engine.lane.state().extensions();
    return new DeadLetter(engine.views.run(run), extensions.redrivesOf(run.id()));
  }
}
