package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs by due time and id. Confined to the engine thread.
///
/// Runs of one terminal state have an order of their own, so that no question scans history. A
/// question for a state that a run leaves again sorts the runs of that state if there are few of
/// them, and else looks at live runs in the order of due time; where that takes long, the page ends
/// early and tells where to go on. No page looks at more than [#MOST] runs beside those that it
/// gives.
public final class RunIndex implements StateObserver {
  /// How many runs a page looks at in search of those that it is asked for.
  static final int MOST = 16_384;

  /// Up to how many runs of a live state are sorted for a question.
  static final int FEW = 4096;

  private static final int CHECK_EVERY = 4096;

  static final OrderKeys<RunEntry> KEYS =
      new OrderKeys<>() {
        @Override
        public long time(RunEntry run) {
          return run.scheduledAt();
        }

        @Override
        public int compareId(RunEntry one, RunEntry other) {
          return one.compareId(other);
        }

        @Override
        public int compareId(Place place, RunEntry run) {
          RunId id = run.id();
          return place.compareId(id.high(), id.low());
        }

        @Override
        public boolean isGone(RunEntry run) {
          return run.isDropped();
        }

        @Override
        public Place place(RunEntry run) {
          RunId id = run.id();
          return new Place(0, run.scheduledAt(), id.high(), id.low());
        }
      };

  private static final Comparator<RunEntry> BY_DUE_TIME =
      (a, b) -> {
        int byTime = Long.compareUnsigned(a.scheduledAt(), b.scheduledAt());
        return byTime != 0 ? byTime : a.compareId(b);
      };

  /// How many runs there are, kept elsewhere.
  interface Counts {
    /// How many are in a state.
    long in(RunState state);

    /// How many there are in all.
    long total();

    /// Those in a state that is not terminal, in no order; null if they are not at hand.
    @Nullable List<RunEntry> live(RunState state);
  }

  private final Counts counts;
  private final TimeOrder<RunEntry> all = TimeOrder.by(KEYS);
  private final TimeOrder<RunEntry> live = TimeOrder.by(KEYS);
  private final Map<RunState, TimeOrder<RunEntry>> ended = new EnumMap<>(RunState.class);
  private int endedSinceCheck;
  private long sorted;

  private RunIndex(Counts counts) {
    this.counts = counts;
    for (RunState each : RunState.values()) {
      if (each.isTerminal()) {
        ended.put(each, TimeOrder.by(KEYS));
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

  /// How many runs it holds.
  int held() {
    return all.size();
  }

  /// How many runs reads have looked at so far, sorting included.
  long looked() {
    long looked = sorted + all.looked() + live.looked();
    for (TimeOrder<RunEntry> each : ended.values()) {
      looked += each.looked();
    }
    return looked;
  }

  /// The run that is due last, null if there is none.
  public @Nullable RunEntry last() {
    return all.size() == 0 ? null : all.at(all.size() - 1L);
  }

  /// How many runs there are.
  ///
  /// @param only those in this state, null for all
  public long size(@Nullable RunState only) {
    return only == null ? all.size() : counts.in(only);
  }

  /// Up to `limit` runs from position `offset` on, fewer where looking for more would take long.
  ///
  /// @param only those in this state, null for all
  public List<RunEntry> page(@Nullable RunState only, long offset, int limit) {
    return page(only, TimeRange.ALL, Start.at(offset), limit).items();
  }

  /// Up to `limit` of the runs that are due within a time.
  ///
  /// @param only those in this state, null for all
  public Slice<RunEntry> page(@Nullable RunState only, TimeRange due, Start start, int limit) {
    TimeOrder<RunEntry> order = only == null ? all : ended.get(only);
    if (order != null) {
      return order.slice(due, start, limit);
    }
    RunState state = only == null ? RunState.SCHEDULED : only;
    List<RunEntry> candidates = counts.live(state);
    if (candidates != null && candidates.size() <= FEW) {
      sorted += candidates.size();
      return few(candidates, run -> run.state() == state, due, start, limit);
    }
    Slice<RunEntry> found = live.search(run -> run.state() == state, due, start, limit, MOST);
    return due.isAll() ? new Slice<>(found.items(), counts.in(state), found.next()) : found;
  }

  /// A page of some runs, by sorting them.
  ///
  /// @param of which of them are asked for
  static Slice<RunEntry> few(
      List<RunEntry> runs, Predicate<RunEntry> of, TimeRange due, Start start, int limit) {
    List<RunEntry> wanted = new ArrayList<>();
    for (RunEntry run : runs) {
      if (of.test(run) && due.contains(run.scheduledAt())) {
        wanted.add(run);
      }
    }
    wanted.sort(BY_DUE_TIME);
    Place after = start.after();
    int begin = 0;
    while (after != null && begin < wanted.size() && isUpTo(after, wanted.get(begin))) {
      begin++;
    }
    int from = (int) Math.min(wanted.size(), begin + Math.min(start.skip(), wanted.size()));
    int to = Math.min(wanted.size(), from + limit);
    return new Slice<>(
        wanted.subList(from, to),
        wanted.size(),
        to < wanted.size() ? behind(wanted.get(to - 1)) : null);
  }

  private static boolean isUpTo(Place place, RunEntry run) {
    int byTime = Long.compareUnsigned(run.scheduledAt(), place.time());
    return byTime < 0 || (byTime == 0 && KEYS.compareId(place, run) >= 0);
  }

  private static Start behind(RunEntry run) {
    return new Start(KEYS.place(run), 0);
  }
}
