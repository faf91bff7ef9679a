package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Pages of lists that only grow, in order of appending, by the time of recording.
///
/// Times follow each other unless the clock was set back: then the ends of a time are found by
/// halving, else by looking at a bounded number of elements a page.
public final class Recorded {
  private Recorded() {}

  /// Up to `limit` elements that were recorded within a time.
  ///
  /// @param list all of them
  /// @param time when an element was recorded, unsigned
  /// @param isInOrder whether no element has an earlier time than one before it
  public static <T> Slice<T> page(
      List<T> list, ToLongFunction<T> time, boolean isInOrder, TimeRange range, Slicing of) {
    if (range.isAll()) {
      return Slice.of(list, of.start(), of.limit());
    }
    return isInOrder ? halving(list, time, range, of) : looking(list, time, range, of);
  }

  /// Which part.
  ///
  /// @param start where it begins
  /// @param limit at most so many
  public record Slicing(Start start, int limit) {}

  private static <T> Slice<T> halving(
      List<T> list, ToLongFunction<T> time, TimeRange range, Slicing of) {
    int begin = firstAt(list, time, range.from());
    int end = Math.max(begin, firstAt(list, time, range.until()));
    Start start = of.start();
    Place after = start.after();
    long shift = after == null ? 0 : Math.clamp(after.time() - begin, 0, (long) end - begin);
    Slice<T> found =
        Slice.of(
            list.subList(begin, end), new Start(Slice.position(shift), start.skip()), of.limit());
    Start next = found.next();
    Place last = next == null ? null : next.after();
    return new Slice<>(
        found.items(),
        found.total(),
        last == null ? null : new Start(Slice.position(begin + last.time()), 0));
  }

  private static <T> int firstAt(List<T> list, ToLongFunction<T> time, long instant) {
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(time.applyAsLong(list.get(middle)), instant) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static <T> Slice<T> looking(
      List<T> list, ToLongFunction<T> time, TimeRange range, Slicing of) {
    Place after = of.start().after();
    int from = after == null ? 0 : Math.clamp(after.time(), 0, list.size());
    long most = Math.min(list.size(), (long) from + RunIndex.MOST + of.limit());
    List<T> items = new ArrayList<>();
    long skip = of.start().skip();
    int at = from;
    while (at < most && items.size() < of.limit()) {
      T element = list.get(at++);
      if (range.contains(time.applyAsLong(element)) && skip-- <= 0) {
        items.add(element);
      }
    }
    return new Slice<>(
        items,
        Slice.UNCOUNTED,
        at < list.size() ? new Start(Slice.position(at), Math.max(0, skip)) : null);
  }
}
