package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All runs by due time and id. Confined to the engine thread.
///
/// Runs of one terminal state have an order of their own, so that no question scans history. A
/// question for a state that a run leaves again looks at live runs from the earliest due on; when
/// that takes longer than sorting the runs of the state, it does that. Its cost is that of the runs
/// in the state, whatever else there is.
public final class RunIndex implements StateObserver {
  private static final Comparator<RunEntry> BY_ID = RunEntry::compareId;
  private static final Comparator<RunEntry> BY_DUE_TIME =
      (a, b) -> {
        int byTime = Long.compareUnsigned(a.scheduledAt(), b.scheduledAt());
        return byTime != 0 ? byTime : a.compareId(b);
      };

  private static final int CHECK_EVERY = 4096;

  /// How many runs of other states to look at for each run of the state that is asked for.
  private static final int LOOK_AT = 4;

  /// How many runs there are, kept elsewhere.
  interface Counts {
    /// How many are in a state.
    long in(RunState state);

    /// How many there are in all.
    long total();

    /// Those in a state that is not terminal, in no order; a live view.
    List<RunEntry> live(RunState state);
  }

  private final Counts counts;
  private final TimeOrder<RunEntry> all = byDueTime();
  private final TimeOrder<RunEntry> live = byDueTime();
  private final Map<RunState, TimeOrder<RunEntry>> ended = new EnumMap<>(RunState.class);
  private int endedSinceCheck;

  private RunIndex(Counts counts) {
    this.counts = counts;
    for (RunState each : RunState.values()) {
      if (each.isTerminal()) {
        ended.put(each, byDueTime());
      }
    }
  }

  /// An index that is to observe the state.
  public static RunIndex of(QueueState state) {
    return new RunIndex(
        new Counts() {
          @Override
          public long in(RunState each) {
            return state.runsIn(each);
          }

          @Override
          public long total() {
            return state.runCount();
          }

          @Override
          public List<RunEntry> live(RunState each) {
            return state.liveRuns(each);
          }
        });
  }

  /// An index of some of the runs.
  static RunIndex of(Counts counts) {
    return new RunIndex(counts);
  }

  private static TimeOrder<RunEntry> byDueTime() {
    return new TimeOrder<>(RunEntry::scheduledAt, BY_ID);
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (from == null) {
      all.add(run);
    }
    TimeOrder<RunEntry> last = run.state().isTerminal() ? ended.get(run.state()) : null;
    if (last == null) {
      if (from == null) {
        live.add(run);
      }
      return;
    }
    last.add(run);
    if (++endedSinceCheck >= CHECK_EVERY) {
      endedSinceCheck = 0;
      compactIfMostlyEnded();
    }
  }

  /// Of runs that had not ended when they came, `live` forgets at its next compaction.
  @Override
  public void taskDropped(TaskEntry task) {
    for (RunEntry run : task.runs()) {
      all.remove(run);
      TimeOrder<RunEntry> last = ended.get(run.state());
      if (last != null) {
        last.remove(run);
      }
      endedSinceCheck++;
    }
  }

  private void compactIfMostlyEnded() {
    long reallyLive = counts.total();
    for (RunState each : ended.keySet()) {
      reallyLive -= counts.in(each);
    }
    if (live.size() > 2 * reallyLive + CHECK_EVERY) {
      live.retain(run -> !run.state().isTerminal());
    }
  }

  /// How many runs there are.
  ///
  /// @param only those in this state, null for all
  public long size(@Nullable RunState only) {
    return only == null ? all.size() : counts.in(only);
  }

  /// Up to `limit` runs from position `offset` on.
  ///
  /// @param only those in this state, null for all
  public List<RunEntry> page(@Nullable RunState only, long offset, int limit) {
    if (only == null) {
      return all.page(offset, limit);
    }
    TimeOrder<RunEntry> last = ended.get(only);
    if (last != null) {
      return last.page(offset, limit);
    }
    if (counts.in(only) <= offset) {
      return List.of();
    }
    int rest = (int) Math.min(limit, counts.in(only) - offset);
    long most = LOOK_AT * counts.in(only) + CHECK_EVERY;
    List<RunEntry> page = live.page(offset, rest, run -> run.state() == only, most);
    return page == null ? sorted(counts.live(only), offset, rest) : page;
  }

  /// How many runs are due within a time.
  ///
  /// @param only those in this state, null for all
  public long size(@Nullable RunState only, TimeRange due) {
    if (due.isAll()) {
      return size(only);
    }
    if (only == null) {
      return all.size(due);
    }
    TimeOrder<RunEntry> last = ended.get(only);
    return last == null ? live(only, due).size() : last.size(due);
  }

  /// Up to `limit` of the runs that are due within a time, from position `offset` among them on. In
  /// a state that is not terminal it costs as much as there are runs in it.
  ///
  /// @param only those in this state, null for all
  public List<RunEntry> page(@Nullable RunState only, TimeRange due, long offset, int limit) {
    if (due.isAll()) {
      return page(only, offset, limit);
    }
    if (only == null) {
      return all.page(due, offset, limit);
    }
    TimeOrder<RunEntry> last = ended.get(only);
    return last == null ? sorted(live(only, due), offset, limit) : last.page(due, offset, limit);
  }

  private List<RunEntry> live(RunState only, TimeRange due) {
    return counts.live(only).stream().filter(run -> due.contains(run.scheduledAt())).toList();
  }

  private static List<RunEntry> sorted(List<RunEntry> runs, long offset, int limit) {
    return runs.stream().sorted(BY_DUE_TIME).skip(offset).limit(limit).toList();
  }

  /// The runs of one task.
  ///
  /// @param only those in this state, null for all
  /// @param due those that are due within this time
  public static List<RunEntry> ofTask(TaskEntry task, @Nullable RunState only, TimeRange due) {
    return task.runs().stream()
        .filter(run -> only == null || run.state() == only)
        .filter(run -> due.contains(run.scheduledAt()))
        .sorted(BY_DUE_TIME)
        .toList();
  }
}
