package io.actionqueue.client;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Which events to follow. Mutable while it is put together, confined to one thread.
public final class EventQuery {
  private @Nullable TaskId task;
  private @Nullable RunId run;
  private List<String> types = List.of();
  private OptionalLong after = OptionalLong.empty();

  private EventQuery() {}

  /// All events from now on.
  public static EventQuery fromNow() {
    return new EventQuery();
  }

  /// Only what is about this task and its runs; null for all.
  public EventQuery task(@Nullable TaskId value) {
    task = value;
    return this;
  }

  /// Only what is about this run; null for all.
  public EventQuery run(@Nullable RunId value) {
    run = value;
    return this;
  }

  /// Only events with these names, such as `RunStateChanged`; empty for all.
  public EventQuery types(List<String> values) {
    types = List.copyOf(values);
    return this;
  }

  /// Begins behind an event that was seen before. Events that the daemon does not know any more are
  /// missing: see [EventFeed#hasGap()].
  ///
  /// @param sequence of the last event seen, not negative
  public EventQuery after(long sequence) {
    after = OptionalLong.of(sequence);
    return this;
  }

  OptionalLong after() {
    return after;
  }

  String query() {
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    if (task != null) {
      query.add("task_id=" + task);
    }
    if (run != null) {
      query.add("run_id=" + run);
    }
    if (!types.isEmpty()) {
      query.add("type=" + URLEncoder.encode(String.join(",", types), StandardCharsets.UTF_8));
    }
    return query.toString();
  }
}
