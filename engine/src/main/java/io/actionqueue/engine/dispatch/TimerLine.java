package io.actionqueue.engine.dispatch;

import org.jspecify.annotations.Nullable;

/// Timers most of which are set in the order in which they fall due, and taken out before they do,
/// as deadlines are: both cost O(1) then. One that is set out of order goes to a heap, at O(log n).
/// Timers of one instant come out in the order in which they were set. Confined to one thread.
///
/// @param <T> the timers
public final class TimerLine<T extends TimerLine.Timer> {
  /// Something that is due at an instant. A timer is in one line at most.
  public abstract static class Timer extends TimerHeap.Timer {
    private @Nullable Timer previous;
    private @Nullable Timer next;
    private boolean waits;
    private long number;

    /// A timer outside every line.
    protected Timer() {}
  }

  private final TimerHeap<T> others =
      TimerHeap.ordered((a, b) -> Long.compare(number(a), number(b)));
  private @Nullable T first;
  private @Nullable T last;
  private int waiting;
  private long set;

  private TimerLine() {}

  /// An empty line.
  ///
  /// @param <T> the timers
  public static <T extends Timer> TimerLine<T> empty() {
    return new TimerLine<>();
  }

  /// Sets a timer, moving it if it was set.
  public void set(T timer, long at) {
    cancel(timer);
    Timer link = timer;
    link.number = set++;
    T end = last;
    if (end != null && Long.compareUnsigned(at, end.at()) < 0) {
      others.set(timer, at);
      return;
    }
    timer.at = at;
    link.waits = true;
    link.previous = end;
    if (end == null) {
      first = timer;
    } else {
      Timer before = end;
      before.next = timer;
    }
    last = timer;
    waiting++;
  }

  /// Takes a timer out; nothing happens if it is not set.
  public void cancel(T timer) {
    Timer link = timer;
    if (!link.waits) {
      others.cancel(timer);
      return;
    }
    Timer before = link.previous;
    Timer after = link.next;
    if (before == null) {
      first = typed(after);
    } else {
      before.next = after;
    }
    if (after == null) {
      last = typed(before);
    } else {
      after.previous = before;
    }
    link.previous = null;
    link.next = null;
    link.waits = false;
    waiting--;
  }

  /// The earliest timer if it is due at `now` (unsigned), taken out; null otherwise.
  public @Nullable T pollDue(long now) {
    T earliest = peek();
    if (earliest == null || Long.compareUnsigned(earliest.at(), now) > 0) {
      return null;
    }
    cancel(earliest);
    return earliest;
  }

  /// The earliest timer, left in; null if there is none.
  public @Nullable T peek() {
    T one = first;
    T other = others.peek();
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int order = Long.compareUnsigned(one.at(), other.at());
    return order < 0 || (order == 0 && number(one) < number(other)) ? one : other;
  }

  /// Number of timers set.
  public int size() {
    return waiting + others.size();
  }

  private static long number(Timer timer) {
    return timer.number;
  }

  @SuppressWarnings("unchecked") // only timers of type T are set
  private @Nullable T typed(@Nullable Timer timer) {
    return (T) timer;
  }
}
