package io.actionqueue.core.state;

import io.actionqueue.core.Invariant;
import org.jspecify.annotations.Nullable;

/// Entries by their id: an open-addressing table of references, without boxes or key objects.
///
/// The table is cut into segments by the upper bits of the spread id. A segment grows alone, so
/// that no insertion ever pays for moving all entries: at ten million entries the longest step
/// moves some five thousand. Costs 6 to 12 bytes an entry.
final class IdMap<E extends Keyed> {
  private static final int SEGMENT_BITS = 11;
  private static final int FIRST_CAPACITY = 4;

  private final @Nullable Keyed[][] segments = new Keyed[1 << SEGMENT_BITS][];
  private final int[] counts = new int[1 << SEGMENT_BITS];

  /// The last answer: `check` and `apply` of one event ask for the same entry.
  private @Nullable E last;

  private int size;

  /// The entry with this id, null if there is none.
  @Nullable E get(long high, long low) {
    E known = last;
    if (known != null && known.high == high && known.low == low) {
      return known;
    }
    long hash = Keyed.spread(high, low);
    @Nullable Keyed[] table = segments[segmentOf(hash)];
    if (table == null) {
      return null;
    }
    int mask = table.length - 1;
    int at = (int) hash & mask;
    for (Keyed entry = table[at]; entry != null; entry = table[at]) {
      if (entry.high == high && entry.low == low) {
        @SuppressWarnings("unchecked") // only put stores, and it takes E
        E found = (E) entry;
        last = found;
        return found;
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
    }
  }

  /// Adds an entry whose id is not in the map.
  void put(E entry) {
    long hash = Keyed.spread(entry.high, entry.low);
    int segment = segmentOf(hash);
    @Nullable Keyed[] table = segments[segment];
    if (table == null) {
      table = new Keyed[FIRST_CAPACITY];
      segments[segment] = table;
    } else if ((counts[segment] + 1) * 3 > table.length * 2) {
      table = grown(table);
      segments[segment] = table;
    }
    insert(table, entry, hash);
    counts[segment]++;
    size++;
    last = entry;
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
    closeUp(table, gap);
    counts[segment]--;
    size--;
    last = null;
  }

  private static boolean isAt(@Nullable Keyed found, Keyed wanted) {
    return found != null && found.high == wanted.high && found.low == wanted.low;
  }

  /// Moves entries behind a gap into it, as far as they could have stood there.
  private static void closeUp(@Nullable Keyed[] table, int removed) {
    int mask = table.length - 1;
    int gap = removed;
    int at = (gap + 1) & mask;
    for (Keyed next = table[at]; next != null; next = table[at]) {
      int home = (int) Keyed.spread(next.high, next.low) & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        table[gap] = next;
        gap = at;
      }
      at = (at + 1) & mask;
    }
    table[gap] = null;
  }

  int size() {
    return size;
  }

  private static @Nullable Keyed[] grown(@Nullable Keyed[] table) {
    @Nullable Keyed[] larger = new Keyed[table.length * 2];
    for (Keyed entry : table) {
      if (entry != null) {
        insert(larger, entry, Keyed.spread(entry.high, entry.low));
      }
    }
    return larger;
  }

  private static void insert(@Nullable Keyed[] table, Keyed entry, long hash) {
    int mask = table.length - 1;
    int at = (int) hash & mask;
    while (table[at] != null) {
      at = (at + 1) & mask;
    }
    table[at] = entry;
  }

  private static int segmentOf(long hash) {
    return (int) (hash >>> (Long.SIZE - SEGMENT_BITS));
  }
}
