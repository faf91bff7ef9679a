package io.actionqueue.engine.dispatch;

import io.actionqueue.core.InvariantViolation;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Ready runs in the order of selection. Confined to the engine thread.
///
/// Runs of one priority mostly become Ready in the order in which they are to go, so that a ring
/// takes them in O(1) and twelve bytes each; those that come out of order go to a heap beside it. A
/// run that has left Ready stays until it is met and is then told as stale.
final class ReadyQueue implements ReadyRuns {
  private static final int MANY_LEVELS = 64;

  private final Ranking ranking;
  private final TreeMap<Integer, Level> levels = new TreeMap<>((a, b) -> Integer.compare(b, a));
  private @Nullable Level latest;
  private int latestPriority;
  private int size;

  ReadyQueue(SelectionOrder order) {
    this(Ranking.of(order));
  }

  ReadyQueue(Ranking ranking) {
    this.ranking = ranking;
  }

  /// Adds a run that has just become Ready.
  @Override
  public void add(RunEntry run) {
    level(ranking.priority(run)).add(run);
    size++;
  }

  /// Adds a candidate that waited for something.
  @Override
  public void add(Candidate candidate) {
    level(candidate.priority()).others.add(candidate);
    size++;
  }

  /// Takes the first one out; null if there is none. It may be stale: no longer Ready, or Ready
  /// again by a later event under which it is in the queue once more.
  @Override
  public @Nullable Entry poll() {
    if (size == 0) {
      return null;
    }
    for (Level level : levels.values()) {
      Entry entry = level.poll();
      if (entry != null) {
        size--;
        return entry;
      }
    }
    throw new InvariantViolation("expected " + size + " runs in the ready queue, found none");
  }

  /// How many there are, stale ones among them.
  @Override
  public int size() {
    return size;
  }

  @Override
  public int compareTurns(RunEntry one, RunEntry other) {
    return 0;
  }

  /// Nothing is kept of what has started.
  @Override
  public void started(RunEntry run) {}

  /// Forgets priorities that nobody uses; an empty queue keeps a few of them.
  private void forgetEmptyLevels() {
    levels.values().removeIf(Level::isEmpty);
    latest = null;
  }

  private Level level(int priority) {
    Level level = latest;
    if (level == null || latestPriority != priority) {
      if (levels.size() > MANY_LEVELS && !levels.containsKey(priority)) {
        forgetEmptyLevels();
      }
      level = levels.computeIfAbsent(priority, _ -> new Level(ranking));
      latest = level;
      latestPriority = priority;
    }
    return level;
  }

  /// One element.
  ///
  /// @param run the run
  /// @param isCurrent whether it is still Ready by the event that brought it here
  record Entry(RunEntry run, boolean isCurrent) {}

  /// The runs of one priority.
  private static final class Level {
    private static final int INITIAL = 64;

    private final Ranking ranking;
    final PriorityQueue<Candidate> others = new PriorityQueue<>(4);
    private @Nullable RunEntry[] runs = new RunEntry[INITIAL];
    private long[] sequences = new long[INITIAL];
    private int head;
    private int size;
    private long lastFirst;
    private long lastSecond;

    Level(Ranking ranking) {
      this.ranking = ranking;
    }

    void add(RunEntry run) {
      long first = ranking.first(run);
      long second = ranking.second(run);
      if (size > 0 && !follows(first, second)) {
        others.add(ranking.candidate(run));
        return;
      }
      if (size == runs.length) {
        grow();
      }
      int tail = (head + size++) & (runs.length - 1);
      runs[tail] = run;
      sequences[tail] = run.readySequence();
      lastFirst = first;
      lastSecond = second;
    }

    boolean isEmpty() {
      return size == 0 && others.isEmpty();
    }

    @Nullable Entry poll() {
      Candidate other = others.peek();
      if (size == 0) {
        return other == null ? null : pollOther();
      }
      RunEntry run = first();
      long sequence = sequences[head];
      boolean current =
          run.state() == RunState.READY && run.readySequence() == sequence && ranking.counts(run);
      if (current && other != null && goesBefore(other, run)) {
        return pollOther();
      }
      runs[head] = null;
      head = (head + 1) & (runs.length - 1);
      if (--size == 0) {
        shrink();
      }
      return new Entry(run, current);
    }

    private boolean goesBefore(Candidate other, RunEntry run) {
      return other.compareWithin(ranking.first(run), ranking.second(run), run) < 0;
    }

    private Entry pollOther() {
      Candidate other = others.remove();
      return new Entry(other.run(), other.isCurrent() && ranking.counts(other));
    }

    private boolean follows(long first, long second) {
      int byFirst = Long.compareUnsigned(first, lastFirst);
      return byFirst > 0 || (byFirst == 0 && Long.compareUnsigned(second, lastSecond) > 0);
    }

    private RunEntry first() {
      RunEntry run = runs[head];
      if (run == null) {
        throw new InvariantViolation("expected a run at " + head + " of " + size + ", was none");
      }
      return run;
    }

    private void grow() {
      int old = runs.length;
      runs = Arrays.copyOf(runs, old * 2);
      sequences = Arrays.copyOf(sequences, old * 2);
      System.arraycopy(runs, 0, runs, old, head);
      System.arraycopy(sequences, 0, sequences, old, head);
      Arrays.fill(runs, 0, head, null);
    }

    /// Gives the room of a long queue back once it is empty.
    private void shrink() {
      head = 0;
      if (runs.length > 1024 * INITIAL) {
        runs = new RunEntry[INITIAL];
        sequences = new long[INITIAL];
      }
    }
  }
}
