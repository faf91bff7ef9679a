package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Elements by time, then by a second order, readable by position. Confined to the engine thread.
///
/// A list of blocks, each of which holds a span of time, unsorted until somebody reads it: adding
/// costs a few nanoseconds, which matters, since every run passes through here and few are ever
/// listed. A block is cut in two when it has grown large, but never within one instant. A read
/// looks at the size of every block on its way and sorts those that it takes from.
///
/// @param <T> the elements; their time and order must not change
final class TimeOrder<T> {
  private static final int LARGE = 2048;
  private static final int SAMPLE = 128;

  private final ToLongFunction<? super T> time;
  private final Comparator<? super T> order;
  private final List<Block> blocks = new ArrayList<>();
  private int size;

  /// An empty order.
  ///
  /// @param time the first key, unsigned
  /// @param atOneTime decides between elements of one time
  TimeOrder(ToLongFunction<? super T> time, Comparator<? super T> atOneTime) {
    this.time = time;
    this.order =
        (a, b) -> {
          int byTime = Long.compareUnsigned(time.applyAsLong(a), time.applyAsLong(b));
          return byTime != 0 ? byTime : atOneTime.compare(a, b);
        };
    blocks.add(new Block(0, 16));
  }

  /// Adds an element that is not in yet.
  void add(T element) {
    long at = time.applyAsLong(element);
    int index = blocks.size() - 1;
    if (Long.compareUnsigned(at, blocks.get(index).from) < 0) {
      index = indexOf(at);
    }
    Block block = blocks.get(index);
    if (block.size >= LARGE / 2 && isAfter(at, block.latest)) {
      block = new Block(block.latest + 1, 16);
      blocks.add(++index, block);
    }
    block.add(element, at);
    size++;
    if (block.size >= LARGE && block.earliest != block.latest) {
      split(index);
    }
  }

  /// Removes an element.
  ///
  /// @return whether it was in
  boolean remove(T element) {
    int index = indexOf(time.applyAsLong(element));
    Block block = blocks.get(index);
    if (!block.remove(element)) {
      return false;
    }
    size--;
    if (block.size == 0 && index > 0) {
      blocks.remove(index);
    }
    return true;
  }

  /// Number of elements.
  int size() {
    return size;
  }

  /// Up to `limit` elements from position `offset` on.
  List<T> page(long offset, int limit) {
    var page = new ArrayList<T>(Math.min(limit, 128));
    long skip = offset;
    for (int b = 0; b < blocks.size() && page.size() < limit; b++) {
      Block block = blocks.get(b);
      if (skip >= block.size) {
        skip -= block.size;
        continue;
      }
      block.sort();
      for (int i = (int) skip; i < block.size && page.size() < limit; i++) {
        page.add(block.get(i));
      }
      skip = 0;
    }
    return page;
  }

  /// How many elements have a time within a range. Cost: as [#page(TimeRange, long, int)].
  long size(TimeRange range) {
    long hits = 0;
    for (Block block : blocks) {
      hits += Math.max(0, block.firstAt(range.until()) - block.firstAt(range.from()));
    }
    return hits;
  }

  /// Up to `limit` elements with a time within a range, from position `offset` among them on. Sorts
  /// the blocks at the ends of the range and those that it takes from.
  List<T> page(TimeRange range, long offset, int limit) {
    var page = new ArrayList<T>(Math.min(limit, 128));
    long skip = offset;
    for (int b = 0; b < blocks.size() && page.size() < limit; b++) {
      Block block = blocks.get(b);
      int begin = block.firstAt(range.from());
      int end = block.firstAt(range.until());
      if (skip >= end - begin) {
        skip -= Math.max(0, end - begin);
        continue;
      }
      block.sort();
      for (int i = begin + (int) skip; i < end && page.size() < limit; i++) {
        page.add(block.get(i));
      }
      skip = 0;
    }
    return page;
  }

  /// Up to `limit` elements that satisfy a condition, after `offset` of them. Looks at every
  /// element on the way.
  ///
  /// @param most how many elements to look at, about
  /// @return null if those are too few to tell
  @Nullable List<T> page(long offset, int limit, Predicate<? super T> condition, long most) {
    var page = new ArrayList<T>(Math.min(limit, 128));
    long skip = offset;
    long looked = 0;
    for (int b = 0; b < blocks.size() && page.size() < limit; b++) {
      Block block = blocks.get(b);
      looked += block.size;
      if (looked > most + LARGE) {
        return null;
      }
      int hits = block.count(condition);
      if (skip >= hits) {
        skip -= hits;
        continue;
      }
      block.sort();
      for (int i = 0; i < block.size && page.size() < limit; i++) {
        T element = block.get(i);
        if (condition.test(element) && skip-- <= 0) {
          page.add(element);
        }
      }
      skip = 0;
    }
    return page;
  }

  /// Keeps only what satisfies a condition.
  void retain(Predicate<? super T> condition) {
    size = 0;
    for (Block block : blocks) {
      block.retain(condition);
      size += block.size;
    }
    Block first = blocks.getFirst();
    blocks.removeIf(block -> block.size == 0 && block.from != first.from);
  }

  private static boolean isAfter(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }

  /// The last block that begins at or before an instant.
  private int indexOf(long at) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (isAfter(blocks.get(middle).from, at)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /// Cuts a block that spans several instants in two, about in the middle. It is not sorted for
  /// that: the block may be a single instant of a million elements with one more beside it.
  private void split(int index) {
    Block block = blocks.get(index);
    long cut = block.middle();
    blocks.set(index, block.part(block.from, cut, false));
    blocks.add(index + 1, block.part(cut, cut, true));
  }

  /// Elements of one span of time.
  private final class Block {
    final long from;
    private T[] elements;
    private int size;
    private int sorted;
    private long earliest;
    private long latest;

    Block(long from, int capacity) {
      this.from = from;
      this.elements = newArray(capacity);
    }

    @SuppressWarnings("unchecked") // it holds nothing but elements and never leaves this class
    private T[] newArray(int capacity) {
      return (T[]) new Object[capacity];
    }

    void add(T element, long at) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, size * 2);
      }
      if (size == 0 || isAfter(earliest, at)) {
        earliest = at;
      }
      if (size == 0 || isAfter(at, latest)) {
        latest = at;
      }
      elements[size++] = element;
    }

    @SuppressWarnings("ReferenceEquality") // the element itself, not one like it
    boolean remove(T element) {
      int index = 0;
      while (index < size && elements[index] != element) {
        index++;
      }
      if (index == size) {
        return false;
      }
      System.arraycopy(elements, index + 1, elements, index, size - index - 1);
      boolean wasSorted = sorted == size;
      size--;
      sorted = wasSorted ? size : 0;
      long at = time.applyAsLong(element);
      if (at == earliest || at == latest) {
        measure();
      }
      return true;
    }

    private void measure() {
      for (int i = 0; i < size; i++) {
        long at = time.applyAsLong(get(i));
        earliest = i == 0 || isAfter(earliest, at) ? at : earliest;
        latest = i == 0 || isAfter(at, latest) ? at : latest;
      }
    }

    T get(int index) {
      return elements[index];
    }

    void sort() {
      if (sorted < size) {
        Arrays.sort(elements, 0, size, order);
        sorted = size;
      }
    }

    /// The position of the first element at or after an instant; `size` if there is none.
    int firstAt(long at) {
      if (size == 0 || !isAfter(at, earliest)) {
        return 0;
      }
      if (isAfter(at, latest)) {
        return size;
      }
      sort();
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (isAfter(at, time.applyAsLong(get(middle)))) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    int count(Predicate<? super T> condition) {
      int hits = 0;
      for (int i = 0; i < size; i++) {
        hits += condition.test(get(i)) ? 1 : 0;
      }
      return hits;
    }

    void retain(Predicate<? super T> condition) {
      var kept = new Block(from, 16);
      for (int i = 0; i < size; i++) {
        T element = get(i);
        if (condition.test(element)) {
          kept.add(element, time.applyAsLong(element));
        }
      }
      boolean wasSorted = sorted == size;
      elements = kept.elements;
      size = kept.size;
      earliest = kept.earliest;
      latest = kept.latest;
      sorted = wasSorted ? size : 0;
    }

    /// An instant after the earliest, near that of the middle element: the median of a sample.
    long middle() {
      int step = Math.max(1, size / SAMPLE);
      var sample = new long[(size + step - 1) / step];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = time.applyAsLong(get(i * step)) ^ Long.MIN_VALUE; // signed order is unsigned
      }
      Arrays.sort(sample);
      for (int i = sample.length / 2; i < sample.length; i++) {
        long at = sample[i] ^ Long.MIN_VALUE;
        if (at != earliest) {
          return at;
        }
      }
      return latest;
    }

    /// The elements before an instant, or those from it on, in their present order.
    Block part(long begin, long cut, boolean after) {
      var part = new Block(begin, 16);
      for (int i = 0; i < size; i++) {
        T element = get(i);
        long at = time.applyAsLong(element);
        if (Long.compareUnsigned(at, cut) >= 0 == after) {
          part.add(element, at);
        }
      }
      part.sorted = sorted == size ? part.size : 0;
      return part;
    }
  }
}
