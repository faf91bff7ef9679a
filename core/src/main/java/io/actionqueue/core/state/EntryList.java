package io.actionqueue.core.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Entries in order of arrival, in chunks: appending never copies what is there. Iterating while
/// appending is allowed and sees the new ones.
final class EntryList<E> extends AbstractList<E> implements RandomAccess {
  private static final int CHUNK_BITS = 10;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private @Nullable Object[][] chunks = new Object[4][];
  private int size;

  @Override
  public boolean add(E entry) {
    int chunk = size >>> CHUNK_BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new Object[CHUNK];
    }
    chunks[chunk][size & (CHUNK - 1)] = entry;
    size++;
    return true;
  }

  @Override
  public E get(int index) {
    Objects.checkIndex(index, size);
    @SuppressWarnings("unchecked") // only add stores, and it takes E
    E entry = (E) chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
    return entry;
  }

  @Override
  public int size() {
    return size;
  }
}
