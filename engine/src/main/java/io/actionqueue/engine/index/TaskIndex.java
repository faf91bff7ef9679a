package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All tasks by priority (highest first), creation and id, and the same for each tag. Confined to
/// the engine thread.
public final class TaskIndex implements StateObserver {
  private static final Comparator<TaskEntry> BY_ID =
      (a, b) -> {
        TaskId first = a.id();
        TaskId second = b.id();
        int byHigh = Long.compareUnsigned(first.high(), second.high());
        return byHigh != 0 ? byHigh : Long.compareUnsigned(first.low(), second.low());
      };

  /// The tasks of one selection by priority.
  private static final class ByPriority {
    private final TreeMap<Integer, TimeOrder<TaskEntry>> levels =
        new TreeMap<>((a, b) -> Integer.compare(b, a));

    void add(TaskEntry task) {
      levels
          .computeIfAbsent(
              task.spec().metadata().priority(), _ -> new TimeOrder<>(TaskEntry::createdAt, BY_ID))
          .add(task);
    }

    void remove(TaskEntry task) {
      TimeOrder<TaskEntry> level = levels.get(task.spec().metadata().priority());
      if (level != null && level.remove(task) && level.size() == 0) {
        levels.remove(task.spec().metadata().priority());
      }
    }

    boolean isEmpty() {
      return levels.isEmpty();
    }

    long size() {
      long size = 0;
      for (TimeOrder<TaskEntry> level : levels.values()) {
        size += level.size();
      }
      return size;
    }

    long size(TimeRange created) {
      long size = 0;
      for (TimeOrder<TaskEntry> level : levels.values()) {
        size += level.size(created);
      }
      return size;
    }

    List<TaskEntry> page(TimeRange created, long offset, int limit) {
      var page = new ArrayList<TaskEntry>();
      long skip = offset;
      for (TimeOrder<TaskEntry> level : levels.values()) {
        if (page.size() == limit) {
          break;
        }
        long hits = level.size(created);
        if (skip < hits) {
          page.addAll(level.page(created, skip, limit - page.size()));
          skip = 0;
        } else {
          skip -= hits;
        }
      }
      return page;
    }

    List<TaskEntry> page(long offset, int limit) {
      var page = new ArrayList<TaskEntry>();
      long skip = offset;
      for (TimeOrder<TaskEntry> level : levels.values()) {
        if (page.size() == limit) {
          break;
        }
        if (skip < level.size()) {
          page.addAll(level.page(skip, limit - page.size()));
          skip = 0;
        } else {
          skip -= level.size();
        }
      }
      return page;
    }
  }

  private final ByPriority all = new ByPriority();
  private final Map<String, ByPriority> tagged = new HashMap<>();

  private TaskIndex() {}

  /// An index that is to observe a state.
  public static TaskIndex create() {
    return new TaskIndex();
  }

  @Override
  public void taskCreated(TaskEntry task) {
    all.add(task);
    List<String> tags = task.spec().metadata().tags();
    if (!tags.isEmpty()) {
      for (String tag : new HashSet<>(tags)) {
        tagged.computeIfAbsent(tag, _ -> new ByPriority()).add(task);
      }
    }
  }

  @Override
  public void taskDropped(TaskEntry task) {
    all.remove(task);
    for (String tag : new HashSet<>(task.spec().metadata().tags())) {
      ByPriority chosen = tagged.get(tag);
      if (chosen != null) {
        chosen.remove(task);
        if (chosen.isEmpty()) {
          tagged.remove(tag);
        }
      }
    }
  }

  /// How many tasks there are.
  ///
  /// @param tag only those with this tag, null for all
  public long size(@Nullable String tag) {
    ByPriority chosen = chosen(tag);
    return chosen == null ? 0 : chosen.size();
  }

  /// Up to `limit` tasks from position `offset` on.
  ///
  /// @param tag only those with this tag, null for all
  public List<TaskEntry> page(@Nullable String tag, long offset, int limit) {
    ByPriority chosen = chosen(tag);
    return chosen == null ? List.of() : chosen.page(offset, limit);
  }

  /// How many tasks were created within a time.
  ///
  /// @param tag only those with this tag, null for all
  public long size(@Nullable String tag, TimeRange created) {
    ByPriority chosen = chosen(tag);
    if (chosen == null) {
      return 0;
    }
    return created.isAll() ? chosen.size() : chosen.size(created);
  }

  /// Up to `limit` of the tasks that were created within a time, from position `offset` among them
  /// on.
  ///
  /// @param tag only those with this tag, null for all
  public List<TaskEntry> page(@Nullable String tag, TimeRange created, long offset, int limit) {
    ByPriority chosen = chosen(tag);
    if (chosen == null) {
      return List.of();
    }
    return created.isAll() ? chosen.page(offset, limit) : chosen.page(created, offset, limit);
  }

  private @Nullable ByPriority chosen(@Nullable String tag) {
    return tag == null ? all : tagged.get(tag);
  }
}
