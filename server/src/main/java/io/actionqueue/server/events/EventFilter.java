package io.actionqueue.server.events;

import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events a listener wants. A task's events are those that name it, its runs' follow the
/// runs.
///
/// @param task only about this task, null for all
/// @param run only about this run, null for all
/// @param types only of these types, empty for all
public record EventFilter(@Nullable TaskId task, @Nullable RunId run, Set<String> types) {
  /// Everything.
  public static final EventFilter ALL = new EventFilter(null, null, Set.of());

  /// Copies the types.
  public EventFilter {
    types = Set.copyOf(types);
  }

  /// Whether an event is wanted.
  ///
  /// @param taskOfRun the task that the event's run belongs to, null if it is not known
  boolean wants(StreamedEvent event, @Nullable TaskId taskOfRun) {
    TaskId about = event.taskId() == null ? taskOfRun : event.taskId();
    return (types.isEmpty() || types.contains(event.type()))
        && (run == null || run.equals(event.runId()))
        && (task == null || task.equals(about));
  }
}
