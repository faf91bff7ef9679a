package io.actionqueue.client;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Which slice of a listing; what a filter does not concern is left alone. Mutable while it is put
/// together, confined to one thread.
public final class ListFilter {
  private final int limit;
  private final long offset;
  private @Nullable RunState state;
  private @Nullable TaskId task;
  private @Nullable String tag;
  private @Nullable TenantId tenant;
  private TimeRange time = TimeRange.ALL;
  private @Nullable String after;
  private @Nullable String key;

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

  /// Only what belongs to this tenant.
  public ListFilter tenant(@Nullable TenantId value) {
    tenant = value;
    return this;
  }

  /// Only ledger entries of lists of this key; no effect on others.
  public ListFilter ledgerKey(@Nullable String value) {
    key = value;
    return this;
  }

  /// Only what follows the page that said this as its `next`; null for the beginning. The offset
  /// counts from there.
  public ListFilter after(@Nullable String next) {
    after = next;
    return this;
  }

  /// Only tasks that were created, runs that are due, or ledger entries that were recorded, within
  /// this time.
  public ListFilter within(TimeRange value) {
    time = value;
    return this;
  }

  /// @param instant what the time is compared with, as the parameters name it
  String query(String instant) {
    var query = new StringJoiner("&", "?", "");
    query.add("limit=" + limit).add("offset=" + offset);
    if (state != null) {
      query.add("state=" + state.wireName());
    }
    if (task != null) {
      query.add("task_id=" + task);
    }
    if (tenant != null) {
      query.add("tenant_id=" + tenant);
    }
    if (time.from() != TimeRange.ALL.from()) {
      query.add(instant + "_from=" + Long.toUnsignedString(time.from()));
    }
    if (time.until() != TimeRange.ALL.until()) {
      query.add(instant + "_until=" + Long.toUnsignedString(time.until()));
    }
    if (key != null) {
      query.add("ledger_key=" + UrlText.encoded(key));
    }
    if (after != null) {
      query.add("after=" + UrlText.encoded(after));
    }
    if (tag != null) {
      query.add("tag=" + UrlText.encoded(tag));
    }
    return query.toString();
  }
}
