package io.actionqueue.core.state;

import io.actionqueue.core.Invariant;
import org.jspecify.annotations.Nullable;

/// Entries by their id: an open-addressing table of references, without boxes or key objects.
///
/// The table is cut into segments by the upper bits of the spread id. A segment grows alone, so
/// that no insertion ever pays for moving all entries: at ten million entries the longest step
/// moves some five thousand. Beside each place stands a byte of the hash, so that a search looks at
/// no entry but the right one (and one in 255 others): entries lie anywhere in memory, and each
/// look costs a miss of the caches. Costs 7 to 15 bytes an entry.
final class IdMap<E extends Keyed> {
  private static final int SEGMENT_BITS = 11;
  private static final int FIRST_CAPACITY = 4;
  private static final int MARK_SHIFT = 40;

  /// The mark of a place without an entry.
  private static final byte FREE = 0;

  private final @Nullable Keyed[][] segments = new Keyed[1 << SEGMENT_BITS][];
  private final byte[][] marks = new byte[1 << SEGMENT_BITS][];
  private final int[] counts = new int[1 << SEGMENT_BITS];

  /// The last answer: `check` and `apply` of one event ask for the same entry.
  private @Nullable E last;

  /// The id that was last asked for in vain: who is about to create an entry asks several times
  /// whether there is one.
  private long absentHigh;

  private long absentLow;
  private boolean knowsAbsent;
  private int size;

  /// The entry with this id, null if there is none.
  @Nullable E get(long high, long low) {
    E known = last;
    if (known != null && known.high == high && known.low == low) {
      return known;
    }
    if (knowsAbsent && high == absentHigh && low == absentLow) {
      return null;
    }
    E found = find(high, low);
    if (found == null) {
      absentHigh = high;
      absentLow = low;
      knowsAbsent = true;
    } else {
      last = found;
    }
    return found;
  }

  private @Nullable E find(long high, long low) {
    long hash = Keyed.spread(high, low);
    int segment = segmentOf(hash);
    byte[] marked = marks[segment];
    if (marked == null) {
      return null;
    }
    byte mark = markOf(hash);
    int mask = marked.length - 1;
    int at = (int) hash & mask;
    for (byte found = marked[at]; found != FREE; found = marked[at]) {
      Keyed entry = found == mark ? segments[segment][at] : null;
      if (entry != null && entry.high == high && entry.low == low) {
        @SuppressWarnings("unchecked") // only put stores, and it takes E
        E wanted = (E) entry;
        return wanted;
      }
      at = (at + 1) & mask;
    }
    return null;
  }

  /// Makes room for `entries` more, so that they come in without moving each other about. To be
  /// called while the map is empty.
  void expect(int entries) {
    int perSegment = entries >>> SEGMENT_BITS;
    if (size > 0 || perSegment < FIRST_CAPACITY) {
      return;
    }
    int capacity = Integer.highestOneBit(perSegment + perSegment / 2) << 1;
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new Keyed[capacity];
      marks[i] = new byte[capacity];
    }
  }

  /// Adds an entry whose id is not in the map.
  void put(E entry) {
    long hash = Keyed.spread(entry.high, entry.low);
    int segment = segmentOf(hash);
    @Nullable Keyed[] table = segments[segment];
    if (table == null) {
      resize(segment, FIRST_CAPACITY);
    } else if ((counts[segment] + 1) * 3 > table.length * 2) {
      resize(segment, table.length * 2);
    }
    insert(segment, entry, hash);
    counts[segment]++;
    size++;
    last = entry;
    knowsAbsent = false;
  }

  /// Takes an entry out that is in the map. The entries behind it close up, so that no mark is left
  /// where it was.
  void remove(E entry) {
    long hash = Keyed.spread(entry.high, entry.low);
    int segment = segmentOf(hash);
    @Nullable Keyed[] table = segments[segment];
    Invariant.check(table != null, "expected the entry to be in the map");
    if (table == null) {
      return;
    }
    int mask = table.length - 1;
    int gap = (int) hash & mask;
    for (Keyed found = table[gap]; !isAt(found, entry); found = table[gap]) {
      Invariant.check(found != null, "expected the entry to be in the map");
      gap = (gap + 1) & mask;
    }
    closeUp(table, marks[segment], gap);
    counts[segment]--;
    size--;
    last = null;
  }

  private static boolean isAt(@Nullable Keyed found, Keyed wanted) {
    return found != null && found.high == wanted.high && found.low == wanted.low;
  }

  /// Moves entries behind a gap into it, as far as they could have stood there.
  private static void closeUp(@Nullable Keyed[] table, byte[] marked, int removed) {
    int mask = table.length - 1;
    int gap = removed;
    int at = (gap + 1) & mask;
    for (Keyed next = table[at]; next != null; next = table[at]) {
      int home = (int) Keyed.spread(next.high, next.low) & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        table[gap] = next;
        marked[gap] = marked[at];
        gap = at;
      }
      at = (at + 1) & mask;
    }
    table[gap] = null;
    marked[gap] = FREE;
  }

  int size() {
    return size;
  }

  private void resize(int segment, int capacity) {
    @Nullable Keyed[] before = segments[segment];
    segments[segment] = new Keyed[capacity];
    marks[segment] = new byte[capacity];
    if (before != null) {
      for (Keyed entry : before) {
        if (entry != null) {
          insert(segment, entry, Keyed.spread(entry.high, entry.low));
        }
      }
    }
  }

  private void insert(int segment, Keyed entry, long hash) {
    byte[] marked = marks[segment];
    int mask = marked.length - 1;
    int at = (int) hash & mask;
    while (marked[at] != FREE) {
      at = (at + 1) & mask;
    }
    segments[segment][at] = entry;
    marked[at] = markOf(hash);
  }

  /// A byte of the hash that decides neither segment nor place; never [#FREE].
  private static byte markOf(long hash) {
    byte mark = (byte) (hash >>> MARK_SHIFT);
    return mark == FREE ? 1 : mark;
  }

  private static int segmentOf(long hash) {
    return (int) (hash >>> (Long.SIZE - SEGMENT_BITS));
  }
}
