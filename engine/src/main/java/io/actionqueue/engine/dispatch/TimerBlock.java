package io.actionqueue.engine.dispatch;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Some timers that are next to each other in time, in no order: what is taken out leaves its place
/// to the last one. Confined to one thread.
///
/// @param <E> what the timers are of
final class TimerBlock<E> {
  /// How many timers a block can hold. The earliest is found by looking at all of them.
  static final int CAPACITY = 128;

  private static final int UNKNOWN = -1;

  private final long[] instants = new long[CAPACITY];
  private final long[] numbers = new long[CAPACITY];
  private final @Nullable Object[] entries = new Object[CAPACITY];
  private int size;
  private int earliest = UNKNOWN;

  /// Nothing in it is due before, unsigned.
  long low;

  /// Nothing in it is due after, unsigned.
  private long high;

  /// An empty block for what is due at an instant or later.
  TimerBlock(long low) {
    begin(low);
  }

  /// Lets an empty block begin anew, for what is due at an instant or later.
  void begin(long from) {
    low = from;
    high = from;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  /// Whether something in it may be due after an instant.
  boolean reachesBeyond(long at) {
    return isBefore(at, high);
  }

  /// Adds a timer; there is room.
  void add(E entry, long at, long number) {
    put(size, at, number, entry);
    if (earliest != UNKNOWN && isBefore(at, instants[earliest])) {
      earliest = size; // of one instant, what was set first is first
    }
    size++;
    low = isBefore(at, low) ? at : low;
    high = isBefore(high, at) ? at : high;
  }

  /// Where the timer stands that is first by instant and then by number; there is one.
  int earliest() {
    if (earliest == UNKNOWN) {
      int found = 0;
      for (int i = 1; i < size; i++) {
        int order = Long.compareUnsigned(instants[i], instants[found]);
        if (order < 0 || (order == 0 && numbers[i] < numbers[found])) {
          found = i;
        }
      }
      earliest = found;
    }
    return earliest;
  }

  /// When the timer at a place is due, unsigned.
  long instant(int place) {
    return instants[place];
  }

  /// What the timer at a place is of.
  @SuppressWarnings({"unchecked", "NullAway"}) // what stands below size was added, and is of type E
  E entry(int place) {
    return (E) entries[place];
  }

  /// Takes a timer out.
  void remove(int place) {
    int last = --size;
    if (place == earliest) {
      earliest = UNKNOWN;
    } else if (last == earliest) {
      earliest = place;
    }
    put(place, instants[last], numbers[last], entries[last]);
    entries[last] = null;
  }

  /// Takes all timers out that are over.
  void removeIf(Predicate<E> over) {
    for (int place = size - 1; place >= 0; place--) {
      if (over.test(entry(place))) {
        remove(place);
      }
    }
  }

  /// Moves the later half into a block behind this one, so that each has room for one more. If all
  /// are due at one instant, one of the two gets everything, and the other what is to be added.
  ///
  /// @param right the block behind, empty
  /// @param at when the timer is due that is to be added, unsigned
  void split(TimerBlock<E> right, long at) {
    long least = instants[earliest()];
    long pivot = median();
    long next = pivot == least ? leastAfter(pivot) : pivot;
    if (next == least) {
      boolean goesBefore = isBefore(at, least);
      right.begin(goesBefore ? least : at);
      if (goesBefore) {
        moveTo(right, least);
      }
      return;
    }
    right.begin(next);
    moveTo(right, next);
  }

  /// The instant in the middle.
  private long median() {
    long[] sorted = Arrays.copyOf(instants, size);
    for (int i = 0; i < size; i++) {
      sorted[i] ^= Long.MIN_VALUE; // in the order of unsigned numbers
    }
    Arrays.sort(sorted);
    return sorted[size / 2] ^ Long.MIN_VALUE;
  }

  /// The first instant after one; that one itself if there is none.
  private long leastAfter(long at) {
    long found = at;
    for (int i = 0; i < size; i++) {
      long each = instants[i];
      if (isBefore(at, each) && (found == at || isBefore(each, found))) {
        found = each;
      }
    }
    return found;
  }

  /// Moves all that is due at an instant or later into another block, which has room.
  void moveTo(TimerBlock<E> other, long from) {
    for (int place = size - 1; place >= 0; place--) {
      if (!isBefore(instants[place], from)) {
        other.add(entry(place), instants[place], numbers[place]);
        other.earliest = UNKNOWN; // numbers come in no order here
        remove(place);
      }
    }
    high = size == 0 ? low : high;
  }

  private void put(int place, long at, long number, @Nullable Object entry) {
    instants[place] = at;
    numbers[place] = number;
    entries[place] = entry;
  }

  /// Whether an instant is before another one, both unsigned.
  static boolean isBefore(long one, long other) {
    return Long.compareUnsigned(one, other) < 0;
  }
}
