package io.actionqueue.cli.queue;

import io.actionqueue.client.ListFilter;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Which slice of a listing.
///
/// @param limit how many at most, 1 to 1000
/// @param offset how many to pass over
/// @param state only runs in this state, null for all
/// @param task only runs of this task, null for all
/// @param tag only tasks with this tag, null for all
public record Listing(
    int limit, long offset, @Nullable RunState state, @Nullable TaskId task, @Nullable String tag) {

  ListFilter filter() {
    return ListFilter.slice(limit, offset).state(state).task(task).tag(tag);
  }
}
