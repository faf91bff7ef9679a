package io.actionqueue.cli.queue;

import io.actionqueue.client.ListFilter;
import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Which slice of a listing.
///
/// @param limit how many at most, 1 to 1000
/// @param offset how many to pass over
/// @param state only runs in this state, null for all
/// @param task only runs of this task, null for all
/// @param tag only tasks with this tag, null for all
/// @param tenant only what belongs to this tenant, null for all
/// @param time only tasks that were created, or runs that are due, within this time
/// @param after only what follows the page that said this, null for the beginning
public record Listing(
    int limit,
    long offset,
    @Nullable RunState state,
    @Nullable TaskId task,
    @Nullable String tag,
    @Nullable TenantId tenant,
    TimeRange time,
    @Nullable String after) {

  /// The first runs of a task.
  public static Listing ofTask(TaskId task, int limit) {
    return new Listing(limit, 0, null, task, null, null, TimeRange.ALL, null);
  }

  ListFilter filter() {
    return ListFilter.slice(limit, offset)
        .state(state)
        .task(task)
        .tag(tag)
        .tenant(tenant)
        .within(time)
        .after(after);
  }
}
