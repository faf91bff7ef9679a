package io.actionqueue;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Which tasks to list: by priority (highest first), then creation, then id.
///
/// @param limit at most so many, 1 to 1000
/// @param offset how many to pass over
/// @param tag only tasks with this tag, null for all
/// @param tenant only tasks of this tenant, null for all
/// @param created only tasks that were created within this time
public record TaskQuery(
    int limit, long offset, @Nullable String tag, @Nullable TenantId tenant, TimeRange created) {
  /// The first 100.
  public static final TaskQuery FIRST = new TaskQuery(100, 0, null);

  /// Checks the ranges.
  public TaskQuery {
    if (limit < 1 || limit > 1000 || offset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
  }

  /// Tasks of all tenants and times.
  public TaskQuery(int limit, long offset, @Nullable String tag) {
    this(limit, offset, tag, null, TimeRange.ALL);
  }
}
