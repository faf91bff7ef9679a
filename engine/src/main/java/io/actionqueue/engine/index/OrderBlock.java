package io.actionqueue.engine.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A part of a [TimeOrder], unsorted until it is read. Confined to the engine thread.
///
/// @param <T> the elements
final class OrderBlock<T> {
  /// From this size on a block is cut.
  static final int LARGE = 2048;

  private static final int SAMPLE = 128;

  /// Into how many blocks a huge one is cut.
  private static final int PARTS = 16;

  private static final int SAMPLES_A_PART = 32;

  private final OrderKeys<T> keys;

  /// Where it begins: at an instant, there at an element or, where that is null, with the first.
  private final long from;

  private final @Nullable T floor;

  private T[] elements;

  /// How many elements there are, those among them that are gone and still here included.
  private int size;

  /// How many are gone and still here; for a moment negative where the block was cleared of one
  /// that is removed only then.
  private int gone;

  private int sorted;

  /// No element is before `earliest` or after `latest`; those that were may have been removed.
  private long earliest;

  private long latest;

  OrderBlock(OrderKeys<T> keys, long from, @Nullable T floor, int capacity) {
    this.keys = keys;
    this.from = from;
    this.floor = floor;
    this.elements = newArray(capacity);
  }

  @SuppressWarnings("unchecked") // it holds nothing but elements and never leaves this class
  private static <T> T[] newArray(int capacity) {
    return (T[]) new Object[capacity];
  }

  long from() {
    return from;
  }

  /// How many elements there are.
  int size() {
    return size - gone;
  }

  long earliest() {
    return earliest;
  }

  long latest() {
    return latest;
  }

  /// The element at a position. Needs it sorted.
  T get(int index) {
    return elements[index];
  }

  /// Whether it begins after an element of this time.
  boolean beginsAfter(T element, long at) {
    int byTime = Long.compareUnsigned(from, at);
    return byTime > 0 || (byTime == 0 && floor != null && keys.compareId(floor, element) > 0);
  }

  /// Whether it begins after a place.
  boolean beginsAfter(Place place) {
    int byTime = Long.compareUnsigned(from, place.time());
    return byTime > 0 || (byTime == 0 && floor != null && keys.compareId(place, floor) < 0);
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

  /// Removes an element. In a large block nobody looks for one that says itself that it is gone: it
  /// goes with others, when half of them are gone or the block is read.
  ///
  /// @return whether it was in
  boolean remove(T element) {
    if (size >= LARGE && keys.isGone(element)) {
      gone++;
      if (gone > size >>> 1) {
        clear();
      }
      return true;
    }
    return removeNow(element);
  }

  @SuppressWarnings("ReferenceEquality") // the element itself, not one like it
  private boolean removeNow(T element) {
    int index = 0;
    while (index < size && elements[index] != element) {
      index++;
    }
    if (index == size) {
      boolean cleared = gone < 0;
      gone += cleared ? 1 : 0;
      return cleared;
    }
    System.arraycopy(elements, index + 1, elements, index, size - index - 1);
    boolean wasSorted = sorted == size;
    size--;
    sorted = wasSorted ? size : 0;
    return true;
  }

  /// Lets go of what is gone.
  private void clear() {
    if (gone != 0) {
      int before = size;
      keep(element -> !keys.isGone(element));
      gone -= before - size;
    }
  }

  boolean isSorted() {
    return sorted == size && gone == 0;
  }

  void sort() {
    clear();
    if (sorted < size) {
      Arrays.sort(elements, 0, size, this::compare);
      sorted = size;
    }
  }

  private int compare(T a, T b) {
    int byTime = Long.compareUnsigned(keys.time(a), keys.time(b));
    return byTime != 0 ? byTime : keys.compareId(a, b);
  }

  /// Whether some elements are before an instant and others are not.
  boolean isWithin(long at) {
    return size > 0 && isAfter(at, earliest) && !isAfter(at, latest);
  }

  /// The position of the first element at or after an instant; `size` if there is none.
  int firstAt(long at) {
    if (size == 0 || !isAfter(at, earliest)) {
      return 0;
    }
    if (isAfter(at, latest)) {
      return size();
    }
    sort();
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isAfter(at, keys.time(elements[middle]))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The position of the first element behind a place; `size` if there is none. Needs it sorted.
  int firstBehind(Place place) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      T element = elements[middle];
      int byTime = Long.compareUnsigned(place.time(), keys.time(element));
      if (byTime > 0 || (byTime == 0 && keys.compareId(place, element) >= 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void retain(Predicate<? super T> condition) {
    clear();
    keep(condition);
  }

  private void keep(Predicate<? super T> condition) {
    boolean wasSorted = sorted == size;
    var kept = new OrderBlock<T>(keys, from, floor, 16);
    for (int i = 0; i < size; i++) {
      T element = elements[i];
      if (condition.test(element)) {
        kept.add(element, keys.time(element));
      }
    }
    elements = kept.elements;
    size = kept.size;
    earliest = kept.earliest;
    latest = kept.latest;
    sorted = wasSorted ? size : 0;
  }

  /// Cuts a block of several instants between two of them, about in the middle. It is not sorted
  /// for that: the block may be a single instant of a million elements with one more beside it.
  List<OrderBlock<T>> cutByTime() {
    clear();
    long cut = middle();
    return List.of(part(from, floor, cut, false), part(cut, null, cut, true));
  }

  /// Cuts a huge block into many of about the same size, whatever the instants in it, without
  /// sorting it: whoever adds elements to it need not wait for that. Into many at once, so that an
  /// element moves once for each growth by that factor, and not once for each doubling.
  List<OrderBlock<T>> scatter() {
    clear();
    List<T> pivots = pivots();
    List<OrderBlock<T>> parts = new ArrayList<>(PARTS);
    parts.add(new OrderBlock<>(keys, from, floor, LARGE));
    for (T pivot : pivots) {
      parts.add(new OrderBlock<>(keys, keys.time(pivot), pivot, LARGE));
    }
    for (int i = 0; i < size; i++) {
      T element = elements[i];
      parts.get(partOf(element, pivots)).add(element, keys.time(element));
    }
    return parts;
  }

  /// Elements that part this block, in order.
  private List<T> pivots() {
    T[] sample = newArray(PARTS * SAMPLES_A_PART);
    for (int i = 0; i < sample.length; i++) {
      sample[i] = elements[(int) ((long) i * size / sample.length)];
    }
    Arrays.sort(sample, this::compare);
    List<T> pivots = new ArrayList<>(PARTS - 1);
    for (int i = 1; i < PARTS; i++) {
      pivots.add(sample[i * SAMPLES_A_PART]);
    }
    return pivots;
  }

  /// How many pivots are not after an element.
  private int partOf(T element, List<T> pivots) {
    int low = 0;
    int high = pivots.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(element, pivots.get(middle)) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Cuts a sorted block into blocks of half the largest size.
  List<OrderBlock<T>> cutById() {
    List<OrderBlock<T>> parts = new ArrayList<>();
    for (int begin = 0; begin < size; begin += LARGE / 2) {
      int end = Math.min(size, begin + LARGE / 2);
      T first = elements[begin];
      boolean leads = begin == 0;
      var part =
          new OrderBlock<T>(keys, leads ? from : keys.time(first), leads ? floor : first, 16);
      part.elements = Arrays.copyOfRange(elements, begin, end);
      part.size = end - begin;
      part.sorted = part.size;
      part.earliest = keys.time(first);
      part.latest = keys.time(elements[end - 1]);
      parts.add(part);
    }
    return parts;
  }

  /// An instant after the earliest, near that of the middle element: the median of a sample.
  private long middle() {
    int step = Math.max(1, size / SAMPLE);
    var sample = new long[(size + step - 1) / step];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = keys.time(elements[i * step]) ^ Long.MIN_VALUE; // signed order is unsigned
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
  private OrderBlock<T> part(long begin, @Nullable T first, long cut, boolean after) {
    var part = new OrderBlock<T>(keys, begin, first, 16);
    for (int i = 0; i < size; i++) {
      T element = elements[i];
      long at = keys.time(element);
      if (Long.compareUnsigned(at, cut) >= 0 == after) {
        part.add(element, at);
      }
    }
    part.sorted = sorted == size ? part.size : 0;
    return part;
  }

  private static boolean isAfter(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }
}
