package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Elements by time, then by id, readable by position. Confined to the engine thread.
///
/// A list of blocks, each of which holds a part of the order, unsorted until somebody reads it:
/// adding costs a few nanoseconds, which matters, since every run passes through here and few are
/// ever listed. A block that has grown large is cut in two between instants; one that is a single
/// instant grows on until it is read, or huge, and is cut by ids then. How many elements there are
/// before each block is added up when it is asked for, from the first block that has changed.
///
/// A read looks at the elements that it gives, and sorts the blocks where it begins and ends the
/// first time: the cost is that of the page, wherever it is.
///
/// @param <T> the elements; their time and id must not change
public final class TimeOrder<T> {
  private static final int LARGE = OrderBlock.LARGE;

  /// From this size on also a block of a single instant is cut before anybody reads it, so that no
  /// read and no removal has to sort or to cut more at once.
  private static final int HUGE = 1 << 15;

  private final OrderKeys<T> keys;
  private final List<OrderBlock<T>> blocks = new ArrayList<>();
  private int size;

  /// How many elements are before each block; those from `settled` on are not known.
  private int[] starts = new int[8];

  private int settled;
  private long looked;

  private TimeOrder(OrderKeys<T> keys) {
    this.keys = keys;
    blocks.add(new OrderBlock<>(keys, 0, null, 16));
  }

  /// An empty order.
  public static <T> TimeOrder<T> by(OrderKeys<T> keys) {
    return new TimeOrder<>(keys);
  }

  /// How many elements reads have looked at so far, sorting included.
  long looked() {
    return looked;
  }

  /// Number of elements.
  public int size() {
    return size;
  }

  /// Adds an element that is not in yet.
  public void add(T element) {
    long at = keys.time(element);
    int index = blocks.size() - 1;
    if (blocks.get(index).beginsAfter(element, at)) {
      index = indexOf(element, at);
    }
    OrderBlock<T> block = blocks.get(index);
    if (block.size() >= LARGE / 2 && isAfter(at, block.latest())) {
      block = new OrderBlock<>(keys, block.latest() + 1, null, 16);
      blocks.add(++index, block);
    }
    block.add(element, at);
    size++;
    settled = Math.min(settled, index);
    if (block.size() >= LARGE && block.earliest() != block.latest()) {
      replace(index, block.cutByTime());
    } else if (block.size() >= HUGE) {
      replace(index, block.scatter());
    }
  }

  private void replace(int index, List<OrderBlock<T>> parts) {
    blocks.remove(index);
    blocks.addAll(index, parts);
    settled = Math.min(settled, index);
  }

  /// Removes an element.
  ///
  /// @return whether it was in
  public boolean remove(T element) {
    long at = keys.time(element);
    int index = indexOf(element, at);
    OrderBlock<T> block = blocks.get(index);
    if (!block.remove(element)) {
      return false;
    }
    size--;
    settled = Math.min(settled, index);
    if (block.size() == 0 && index > 0) {
      blocks.remove(index);
    }
    return true;
  }

  /// Up to `limit` elements from position `from` on.
  public List<T> page(long from, int limit) {
    var page = new ArrayList<T>(Math.min(limit, 128));
    walk(from, size, _ -> true, limit, page);
    return page;
  }

  /// Up to `limit` elements with a time within a range, and where to go on.
  public Slice<T> slice(TimeRange range, Start start, int limit) {
    Place after = start.after();
    long end = end(range);
    long begin = rank(range.from());
    long from = after == null ? begin : Math.max(begin, rank(after));
    from = from > end - start.skip() ? end : from + start.skip();
    List<T> items = page(from, (int) Math.min(limit, end - from));
    boolean more = from + items.size() < end;
    Start next = more ? new Start(keys.place(items.getLast()), 0) : null;
    return new Slice<>(items, end - begin, next);
  }

  /// Up to `limit` elements with a time within a range that satisfy a condition, and where to go
  /// on.
  ///
  /// @param most how many elements to look at, beside those that are found
  public Slice<T> search(
      Predicate<? super T> condition, TimeRange range, Start start, int limit, int most) {
    Place after = start.after();
    long end = end(range);
    long begin = rank(range.from());
    long from = after == null ? begin : Math.max(begin, rank(after));
    var wanted = new Skipping<T>(condition, start.skip());
    var items = new ArrayList<T>(Math.min(limit, 128));
    long to = walk(from, Math.min(end, from + most + limit), wanted, limit, items);
    return new Slice<>(
        items,
        after == null && to >= end ? wanted.met : Slice.UNCOUNTED,
        to < end ? new Start(keys.place(at(to - 1)), wanted.left) : null);
  }

  /// Lets the first so many pass.
  private static final class Skipping<T> implements Predicate<T> {
    private final Predicate<? super T> condition;
    private long left;
    private long met;

    Skipping(Predicate<? super T> condition, long skip) {
      this.condition = condition;
      this.left = skip;
    }

    @Override
    public boolean test(T element) {
      if (!condition.test(element)) {
        return false;
      }
      met++;
      if (left > 0) {
        left--;
        return false;
      }
      return true;
    }
  }

  /// How many elements have a time within a range.
  public long size(TimeRange range) {
    return Math.max(0, end(range) - rank(range.from()));
  }

  /// The position behind the last element of a range.
  public long end(TimeRange range) {
    return range.isAll() ? size : Math.max(rank(range.from()), rank(range.until()));
  }

  /// How many elements have a time before an instant: the position of the first one from it on.
  public long rank(long instant) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(blocks.get(middle).from(), instant) < 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    OrderBlock<T> block = blocks.get(low);
    looked += block.isSorted() || !block.isWithin(instant) ? 0 : block.size();
    return startOf(low) + block.firstAt(instant);
  }

  /// How many elements are not behind a place: the position of the first one behind it.
  public long rank(Place place) {
    int index = indexOf(place);
    while (cutById(index)) {
      index = indexOf(place);
    }
    OrderBlock<T> block = sorted(index);
    return startOf(index) + block.firstBehind(place);
  }

  /// Looks at the elements from a position on, until there are as many as wanted.
  ///
  /// @param to where to end
  /// @param limit how many are wanted
  /// @param found takes those that satisfy the condition
  /// @return the position of the first element that was not looked at
  long walk(long from, long to, Predicate<? super T> condition, int limit, List<T> found) {
    long at = Math.max(0, from);
    long end = Math.min(to, size);
    while (at < end && found.size() < limit) {
      int index = blockAt(at);
      if (cutById(index)) {
        continue;
      }
      OrderBlock<T> block = sorted(index);
      int begin = (int) (at - startOf(index));
      int stop = (int) Math.min(block.size(), begin + (end - at));
      int i = begin;
      while (i < stop && found.size() < limit) {
        T element = block.get(i++);
        if (condition.test(element)) {
          found.add(element);
        }
      }
      looked += i - begin;
      at += i - begin;
    }
    return at;
  }

  /// The element at a position.
  T at(long position) {
    return page(position, 1).getFirst();
  }

  /// Keeps only what satisfies a condition.
  public void retain(Predicate<? super T> condition) {
    size = 0;
    settled = 0;
    for (OrderBlock<T> block : blocks) {
      block.retain(condition);
      size += block.size();
    }
    OrderBlock<T> first = blocks.getFirst();
    List<OrderBlock<T>> kept = new ArrayList<>();
    kept.add(first);
    for (OrderBlock<T> block : blocks.subList(1, blocks.size())) {
      if (block.size() > 0) {
        kept.add(block);
      }
    }
    blocks.clear();
    blocks.addAll(kept);
  }

  private static boolean isAfter(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }

  private OrderBlock<T> sorted(int index) {
    OrderBlock<T> block = blocks.get(index);
    looked += block.isSorted() ? 0 : block.size();
    block.sort();
    return block;
  }

  /// Cuts a block that is a single instant and has grown large.
  ///
  /// @return whether it was cut, so that positions of blocks have changed
  private boolean cutById(int index) {
    OrderBlock<T> block = blocks.get(index);
    if (block.size() < LARGE) {
      return false;
    }
    replace(index, sorted(index).cutById());
    return true;
  }

  /// The last block that begins at or before an element.
  private int indexOf(T element, long at) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).beginsAfter(element, at)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /// The last block that begins at or before a place.
  private int indexOf(Place place) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).beginsAfter(place)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /// The block that holds a position, which there is.
  private int blockAt(long position) {
    settle(blocks.size() - 1);
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private long startOf(int index) {
    settle(index);
    return starts[index];
  }

  /// Adds up to a block; the start of the first changed block is still right.
  private void settle(int index) {
    if (starts.length < blocks.size()) {
      starts = Arrays.copyOf(starts, blocks.size() * 2);
    }
    while (settled < index) {
      starts[settled + 1] = starts[settled] + blocks.get(settled).size();
      settled++;
    }
  }
}
