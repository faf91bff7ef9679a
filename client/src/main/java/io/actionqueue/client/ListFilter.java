package io.actionqueue.client;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Which slice of a listing. Mutable while it is put together, confined to one thread.
public final class ListFilter {
  private final int limit;
  private final long offset;
  private @Nullable RunState state;
  private @Nullable TaskId task;
  private @Nullable String tag;

  private ListFilter(int limit, long offset) {
    this.limit = limit;
    this.offset = offset;
  }

  /// A slice.
  ///
  /// @param limit 1 to 1000
  /// @param offset how many to pass over
  public static ListFilter slice(int limit, long offset) {
    return new ListFilter(limit, offset);
  }

  /// Only runs in this state; no effect on tasks.
  public ListFilter state(@Nullable RunState value) {
    state = value;
    return this;
  }

  /// Only runs of this task; no effect on tasks.
  public ListFilter task(@Nullable TaskId value) {
    task = value;
    return this;
  }

  /// Only tasks with this tag; no effect on runs.
  public ListFilter tag(@Nullable String value) {
    tag = value;
    return this;
  }

  String query() {
    var query = new StringJoiner("&", "?", "");
    query.add("limit=" + limit).add("offset=" + offset);
    if (state != null) {
      query.add("state=" + state.wireName());
    }
    if (task != null) {
      query.add("task_id=" + task);
    }
    if (tag != null) {
      query.add("tag=" + UrlText.encoded(tag));
    }
    return query.toString();
  }
}
