package io.actionqueue.engine.dispatch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// When things are due most of which are over before, as deadlines are. Nobody has to find a timer
/// again in order to take it out: one whose thing is over stays until somebody comes upon it, by
/// [#ended] or when it would be due. What is due at one instant comes out in the order in which it
/// was set. Confined to one thread.
///
/// A heap in three arrays, so that a timer is no object. One that is set in order of instants costs
/// O(1), any other O(log n); so does one that comes out.
///
/// @param <E> what the timers are of
public final class LazyTimers<E> {
  /// Tells what still counts.
  ///
  /// @param <E> what the timers are of
  public interface Check<E> {
    /// Whether nothing that was set for it counts any more, and never will again. Asked often: it
    /// should look at little.
    boolean isOver(E entry);

    /// Whether something that is not over is due at an instant that was set for it, and not at
    /// another one by now.
    boolean isDue(E entry, long at);
  }

  private static final int SMALLEST = 64;

  /// Arrays of this length are kept although little is in them: work comes and goes in batches.
  private static final int KEPT = 8192;

  /// How many things end before [#ended] looks for them. It looks at many at once, since what they
  /// are is then fetched from memory side by side; else each look would wait for the one before.
  private static final int ENDS = 32;

  /// How many timers that are over [#earliest] takes out at once.
  private static final int MOST_PASSED = 64;

  private final Check<E> check;
  private long[] instants = new long[SMALLEST];
  private long[] numbers = new long[SMALLEST];
  private @Nullable Object[] entries = new Object[SMALLEST];
  private int size;
  private long set;
  private int ends;

  /// Where [#ended] looks next.
  private int place;

  private LazyTimers(Check<E> check) {
    this.check = check;
  }

  /// No timers yet.
  ///
  /// @param check tells which still count
  public static <E> LazyTimers<E> of(Check<E> check) {
    return new LazyTimers<>(check);
  }

  /// How many timers there are, those that are over included.
  public int size() {
    return size;
  }

  /// Sets one more timer.
  ///
  /// @param at when it is due, unsigned
  public void set(E entry, long at) {
    if (size == instants.length) {
      resize(2 * size);
    }
    siftUp(size++, at, set++, entry);
  }

  /// Notes that something may be over for which there may be a timer. Now and then that looks at
  /// the next timers of all, at two for each call, and takes out those that are over. So there are
  /// hardly more of those, in the long run, than there are others.
  public void ended() {
    if (++ends >= ENDS) {
      ends = 0;
      for (int looks = Math.min(2 * ENDS, size); looks > 0 && size > 0; looks--) {
        look();
      }
    }
  }

  private void look() {
    int at = place < size ? place : 0;
    if (check.isOver(entry(at))) {
      place = at;
      remove(at);
    } else {
      place = at + 1;
    }
  }

  /// What is due first if it is due by `now` (unsigned), its timer taken out; null otherwise.
  public @Nullable E pollDue(long now) {
    while (size > 0 && Long.compareUnsigned(instants[0], now) <= 0) {
      E entry = entry(0);
      long at = instants[0];
      remove(0);
      if (isWanted(entry, at)) {
        return entry;
      }
    }
    return null;
  }

  /// When something is due next, unsigned; null for never. It may be the instant of something that
  /// is over, where many of those stand before the first that is not.
  public @Nullable Long earliest() {
    for (int passed = 0; size > 0; passed++) {
      if (passed == MOST_PASSED || isWanted(entry(0), instants[0])) {
        return instants[0];
      }
      remove(0);
    }
    return null;
  }

  private boolean isWanted(E entry, long at) {
    return !check.isOver(entry) && check.isDue(entry, at);
  }

  private void remove(int hole) {
    int last = --size;
    long at = instants[last];
    long number = numbers[last];
    Object entry = entries[last];
    entries[last] = null;
    if (hole < last) {
      int above = (hole - 1) >>> 1;
      if (hole > 0 && isBefore(at, number, above)) {
        siftUp(hole, at, number, entry);
      } else {
        siftDown(hole, at, number, entry);
      }
    }
    if (instants.length > KEPT && size < instants.length >>> 3) {
      resize(instants.length >>> 1);
    }
  }

  private void siftUp(int start, long at, long number, @Nullable Object entry) {
    int hole = start;
    while (hole > 0) {
      int above = (hole - 1) >>> 1;
      if (!isBefore(at, number, above)) {
        break;
      }
      move(above, hole);
      hole = above;
    }
    put(hole, at, number, entry);
  }

  private void siftDown(int start, long at, long number, @Nullable Object entry) {
    int hole = start;
    for (int below = 2 * hole + 1; below < size; below = 2 * hole + 1) {
      if (below + 1 < size && isBefore(instants[below + 1], numbers[below + 1], below)) {
        below++;
      }
      if (isBefore(at, number, below)) {
        break;
      }
      move(below, hole);
      hole = below;
    }
    put(hole, at, number, entry);
  }

  private boolean isBefore(long at, long number, int other) {
    int order = Long.compareUnsigned(at, instants[other]);
    return order == 0 ? number < numbers[other] : order < 0;
  }

  private void move(int from, int to) {
    put(to, instants[from], numbers[from], entries[from]);
  }

  private void put(int to, long at, long number, @Nullable Object entry) {
    instants[to] = at;
    numbers[to] = number;
    entries[to] = entry;
  }

  private void resize(int length) {
    instants = Arrays.copyOf(instants, length);
    numbers = Arrays.copyOf(numbers, length);
    entries = Arrays.copyOf(entries, length);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what stands below size was set, and is of type E
  private E entry(int at) {
    return (E) entries[at];
  }
}
