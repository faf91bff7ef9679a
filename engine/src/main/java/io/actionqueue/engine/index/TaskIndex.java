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
  /// How many priorities a page looks at; a queue that has more of them is paged by [Slice#next].
  static final int MOST_LEVELS = 16_384;

  private static final OrderKeys<TaskEntry> KEYS =
      new OrderKeys<>() {
        @Override
        public long time(TaskEntry task) {
          return task.createdAt();
        }

        @Override
        public int compareId(TaskEntry one, TaskEntry other) {
          TaskId first = one.id();
          TaskId second = other.id();
          int byHigh = Long.compareUnsigned(first.high(), second.high());
          return byHigh != 0 ? byHigh : Long.compareUnsigned(first.low(), second.low());
        }

        @Override
        public int compareId(Place place, TaskEntry task) {
          TaskId id = task.id();
          return place.compareId(id.high(), id.low());
        }

        @Override
        public boolean isGone(TaskEntry task) {
          return task.isDropped();
        }

        @Override
        public Place place(TaskEntry task) {
          TaskId id = task.id();
          int priority = task.spec().metadata().priority();
          return new Place(priority, task.createdAt(), id.high(), id.low());
        }
      };

  /// The end of a priority.
  private static Place endOf(int priority) {
    return new Place(priority, -1, -1, -1);
  }

  /// The tasks of one selection by priority.
  private static final class ByPriority {
    private final TreeMap<Integer, TimeOrder<TaskEntry>> levels =
        new TreeMap<>(Comparator.reverseOrder());
    private long size;

    void add(TaskEntry task) {
      levels.computeIfAbsent(task.spec().metadata().priority(), _ -> TimeOrder.by(KEYS)).add(task);
      size++;
    }

    void remove(TaskEntry task) {
      TimeOrder<TaskEntry> level = levels.get(task.spec().metadata().priority());
      if (level != null && level.remove(task)) {
        size--;
        if (level.size() == 0) {
          levels.remove(task.spec().metadata().priority());
        }
      }
    }

    long size(TimeRange created) {
      if (created.isAll()) {
        return size;
      }
      if (levels.size() > MOST_LEVELS) {
        return Slice.UNCOUNTED;
      }
      long hits = 0;
      for (TimeOrder<TaskEntry> level : levels.values()) {
        hits += level.size(created);
      }
      return hits;
    }

    Slice<TaskEntry> page(TimeRange created, Start start, int limit) {
      var page = new ArrayList<TaskEntry>();
      Place after = start.after();
      long skip = start.skip();
      int looked = 0;
      for (var each : (after == null ? levels : levels.tailMap(after.level(), true)).entrySet()) {
        TimeOrder<TaskEntry> level = each.getValue();
        long end = level.end(created);
        long from = level.rank(created.from());
        if (after != null && after.level() == each.getKey()) {
          from = Math.max(from, level.rank(after));
        }
        long begin = Math.min(Math.max(from, end), from + Math.min(skip, level.size()));
        skip -= begin - from;
        page.addAll(
            level.page(begin, (int) Math.max(0, Math.min(limit - page.size(), end - begin))));
        if (page.size() == limit || ++looked == MOST_LEVELS) {
          Place last = page.size() == limit ? KEYS.place(page.getLast()) : endOf(each.getKey());
          boolean more = begin + limit < end || !each.getKey().equals(levels.lastKey());
          return slice(page, created, more ? new Start(last, skip) : null);
        }
      }
      return slice(page, created, null);
    }

    private Slice<TaskEntry> slice(List<TaskEntry> page, TimeRange created, @Nullable Start next) {
      return new Slice<>(page, size(created), next);
    }

    long looked() {
      return levels.values().stream().mapToLong(TimeOrder::looked).sum();
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
        if (chosen.size == 0) {
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
    return chosen == null ? 0 : chosen.size;
  }

  /// Up to `limit` tasks from position `offset` on.
  ///
  /// @param tag only those with this tag, null for all
  public List<TaskEntry> page(@Nullable String tag, long offset, int limit) {
    return page(tag, TimeRange.ALL, Start.at(offset), limit).items();
  }

  /// Up to `limit` of the tasks that were created within a time.
  ///
  /// @param tag only those with this tag, null for all
  public Slice<TaskEntry> page(@Nullable String tag, TimeRange created, Start start, int limit) {
    ByPriority chosen = chosen(tag);
    return chosen == null ? Slice.empty() : chosen.page(created, start, limit);
  }

  /// How many tasks reads have looked at so far.
  long looked() {
    return all.looked() + tagged.values().stream().mapToLong(ByPriority::looked).sum();
  }

  private @Nullable ByPriority chosen(@Nullable String tag) {
    return tag == null ? all : tagged.get(tag);
  }
}
