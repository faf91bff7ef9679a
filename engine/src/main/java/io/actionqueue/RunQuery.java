package io.actionqueue;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.engine.index.Start;
import org.jspecify.annotations.Nullable;

/// Which runs to list: by due time, then id. Immutable.
///
/// @param limit at most so many, 1 to 1000
/// @param offset how many to pass over
/// @param taskId only runs of this task, null for all
/// @param state only runs in this state, null for all
/// @param tenant only runs of this tenant's tasks, null for all
/// @param due only runs whose due time is within this time
/// @param after only what follows the page whose [Page#next] this is, null for the beginning;
///   `offset` counts from there
public record RunQuery(
    int limit,
    long offset,
    @Nullable TaskId taskId,
    @Nullable RunState state,
    @Nullable TenantId tenant,
    TimeRange due,
    @Nullable String after) {
  /// The first 100.
  public static final RunQuery FIRST = new RunQuery(100, 0, null, null);

  /// Checks the ranges.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public RunQuery {
    if (limit < 1 || limit > 1000 || offset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
    PageMark.RUNS.check(after);
  }

  /// From the beginning.
  public RunQuery(
      int limit,
      long offset,
      @Nullable TaskId taskId,
      @Nullable RunState state,
      @Nullable TenantId tenant,
      TimeRange due) {
    this(limit, offset, taskId, state, tenant, due, null);
  }

  /// Runs of all tenants and times.
  public RunQuery(int limit, long offset, @Nullable TaskId taskId, @Nullable RunState state) {
    this(limit, offset, taskId, state, null, TimeRange.ALL, null);
  }

  /// The next page of the same.
  ///
  /// @param next the [Page#next] of this one, null for the beginning
  public RunQuery after(@Nullable String next) {
    return new RunQuery(limit, next == null ? offset : 0, taskId, state, tenant, due, next);
  }

  Start start() {
    return PageMark.RUNS.start(after, offset);
  }
}
