package io.actionqueue.core.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Entries in order of arrival, in chunks: appending never copies what is there. Iterating while
/// appending is allowed and sees the new ones.
///
/// An entry that is dropped stays in its slot until the list closes up, which happens before the
/// list is read as a whole, or when a quarter of it is gone: dropping costs nothing by itself.
/// While a capture copies slot by slot, every entry keeps its slot.
final class EntryList<E extends Keyed> extends AbstractList<E> implements RandomAccess {
  private static final int CHUNK_BITS = 10;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final CaptureSlot captures;
  private @Nullable Object[][] chunks = new Object[4][];
  private int slots;
  private int dropped;

  EntryList(CaptureSlot captures) {
    this.captures = captures;
  }

  @Override
  public boolean add(E entry) {
    int chunk = slots >>> CHUNK_BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new Object[CHUNK];
    }
    chunks[chunk][slots & (CHUNK - 1)] = entry;
    slots++;
    return true;
  }

  @Override
  public E get(int index) {
    Objects.checkIndex(index, size());
    closeUp();
    if (dropped == 0) {
      return slot(index);
    }
    Iterator<E> live = iterator();
    for (int i = 0; i < index; i++) {
      live.next();
    }
    return live.next();
  }

  @Override
  public int size() {
    return slots - dropped;
  }

  @Override
  public Iterator<E> iterator() {
    closeUp();
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        while (at < slots && slot(at).isDropped()) {
          at++;
        }
        return at < slots;
      }

      @Override
      public E next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return slot(at++);
      }
    };
  }

  /// How many slots there are, those of dropped entries among them.
  int slots() {
    return slots;
  }

  /// The entry in a slot, dropped or not.
  E slot(int index) {
    @SuppressWarnings("unchecked") // only add stores, and it takes E
    E entry = (E) chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
    return entry;
  }

  /// Notes that one of the entries says now that it is dropped.
  void noteDropped() {
    dropped++;
    if (dropped > slots >>> 2) {
      closeUp();
    }
  }

  /// Gives up the slots of dropped entries, unless a capture counts on them.
  void closeUp() {
    if (dropped == 0 || captures.capture() != null) {
      return;
    }
    int kept = 0;
    for (int i = 0; i < slots; i++) {
      E entry = slot(i);
      if (!entry.isDropped()) {
        chunks[kept >>> CHUNK_BITS][kept & (CHUNK - 1)] = entry;
        kept++;
      }
    }
    int chunk = (kept + CHUNK - 1) >>> CHUNK_BITS;
    if (kept < slots && (kept & (CHUNK - 1)) != 0) {
      Arrays.fill(chunks[kept >>> CHUNK_BITS], kept & (CHUNK - 1), CHUNK, null);
    }
    Arrays.fill(chunks, chunk, chunks.length, null);
    slots = kept;
    dropped = 0;
  }
}
