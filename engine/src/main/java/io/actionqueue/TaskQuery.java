package io.actionqueue;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.engine.index.Start;
import org.jspecify.annotations.Nullable;

/// Which tasks to list: by priority (highest first), then creation, then id. Immutable.
///
/// @param limit at most so many, 1 to 1000
/// @param offset how many to pass over
/// @param tag only tasks with this tag, null for all
/// @param tenant only tasks of this tenant, null for all
/// @param created only tasks that were created within this time
/// @param after only what follows the page whose [Page#next] this is, null for the beginning;
///   `offset` counts from there
public record TaskQuery(
    int limit,
    long offset,
    @Nullable String tag,
    @Nullable TenantId tenant,
    TimeRange created,
    @Nullable String after) {
  /// The first 100.
  public static final TaskQuery FIRST = new TaskQuery(100, 0, null);

  /// Checks the ranges.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public TaskQuery {
    if (limit < 1 || limit > 1000 || offset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
    PageMark.TASKS.check(after);
  }

  /// From the beginning.
  public TaskQuery(
      int limit, long offset, @Nullable String tag, @Nullable TenantId tenant, TimeRange created) {
    this(limit, offset, tag, tenant, created, null);
  }

  /// Tasks of all tenants and times.
  public TaskQuery(int limit, long offset, @Nullable String tag) {
    this(limit, offset, tag, null, TimeRange.ALL, null);
  }

  /// The next page of the same.
  ///
  /// @param next the [Page#next] of this one, null for the beginning
  public TaskQuery after(@Nullable String next) {
    return new TaskQuery(limit, next == null ? offset : 0, tag, tenant, created, next);
  }

  Start start() {
    return PageMark.TASKS.start(after, offset);
  }
}
