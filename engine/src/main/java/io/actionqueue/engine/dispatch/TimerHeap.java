package io.actionqueue.engine.dispatch;

import io.actionqueue.core.InvariantViolation;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A binary heap of timers that know their own place, so that one can be taken out again in O(log
/// n). Confined to one thread.
///
/// @param <T> the timers
public final class TimerHeap<T extends TimerHeap.Timer> {
  /// Something that is due at an instant. A timer is in one heap at most.
  public abstract static class Timer {
    private static final int OUTSIDE = -1;

    long at;
    int index = OUTSIDE;

    /// A timer outside every heap.
    protected Timer() {}

    /// When it is due, in the unit of its heap.
    public final long at() {
      return at;
    }

    /// Whether it is in a heap.
    public final boolean isSet() {
      return index != OUTSIDE;
    }
  }

  private final Comparator<T> tieBreaker;
  private @Nullable Timer[] heap = new Timer[64];
  private int size;

  private TimerHeap(Comparator<T> tieBreaker) {
    this.tieBreaker = tieBreaker;
  }

  /// An empty heap; timers of one instant come out in the order of the comparator.
  ///
  /// @param <T> the timers
  public static <T extends Timer> TimerHeap<T> ordered(Comparator<T> tieBreaker) {
    return new TimerHeap<>(tieBreaker);
  }

  /// Sets a timer, moving it if it was set.
  public void set(T timer, long at) {
    cancel(timer);
    timer.at = at;
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    siftUp(timer, size++);
  }

  /// Takes a timer out; nothing happens if it is not set.
  public void cancel(T timer) {
    int hole = timer.index;
    if (hole == Timer.OUTSIDE) {
      return;
    }
    timer.index = Timer.OUTSIDE;
    T last = element(--size);
    heap[size] = null;
    if (hole == size) {
      return;
    }
    siftDown(last, hole);
    if (last.index == hole) {
      siftUp(last, hole);
    }
  }

  /// The earliest timer if it is due at `now` (unsigned), taken out; null otherwise.
  public @Nullable T pollDue(long now) {
    if (size == 0 || Long.compareUnsigned(element(0).at(), now) > 0) {
      return null;
    }
    T first = element(0);
    cancel(first);
    return first;
  }

  /// The earliest timer, left in; null if there is none.
  public @Nullable T peek() {
    return size == 0 ? null : element(0);
  }

  /// Number of timers set.
  public int size() {
    return size;
  }

  private boolean before(T a, T b) {
    int order = Long.compareUnsigned(a.at(), b.at());
    return order != 0 ? order < 0 : tieBreaker.compare(a, b) < 0;
  }

  private void siftUp(T timer, int start) {
    int at = start;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      T above = element(parent);
      if (!before(timer, above)) {
        break;
      }
      place(above, at);
      at = parent;
    }
    place(timer, at);
  }

  private void siftDown(T timer, int start) {
    int at = start;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && before(element(child + 1), element(child))) {
        child++;
      }
      T below = element(child);
      if (!before(below, timer)) {
        break;
      }
      place(below, at);
      at = child;
    }
    place(timer, at);
  }

  private void place(T timer, int index) {
    heap[index] = timer;
    timer.index = index;
  }

  @SuppressWarnings("unchecked") // only timers of type T are placed
  private T element(int index) {
    Timer timer = heap[index];
    if (timer == null) {
      throw new InvariantViolation("expected a timer at " + index + " of " + size + ", was none");
    }
    return (T) timer;
  }
}
