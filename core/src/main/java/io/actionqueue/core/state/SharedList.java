package io.actionqueue.core.state;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Values in order of arrival, in chunks: appending never moves what is there, and iterating while
/// appending is allowed and sees the new ones.
///
/// A [#copy] costs one reference for each chunk, not for each value: the chunks are shared, and
/// whoever changes one that is shared makes one of its own first. So a copy may be read by another
/// thread while this list goes on. Otherwise confined to one thread.
final class SharedList<V extends @Nullable Object> extends AbstractList<V> implements RandomAccess {
  private static final int CHUNK_BITS = 8;
  private static final int CHUNK = 1 << CHUNK_BITS;

  /// Chunks that a copy may hold too.
  private final BitSet shared = new BitSet();

  private @Nullable Object[][] chunks;
  private int size;

  /// An empty list.
  SharedList() {
    this(new Object[1][], 0);
  }

  private SharedList(@Nullable Object[][] chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  /// This list as it is now; later changes of one do not show in the other.
  SharedList<V> copy() {
    int used = chunksOf(size);
    shared.set(0, used);
    var copy = new SharedList<V>(Arrays.copyOf(chunks, Math.max(1, used)), size);
    copy.shared.set(0, used);
    return copy;
  }

  @Override
  public boolean add(V value) {
    int chunk = size >>> CHUNK_BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new Object[CHUNK];
      shared.clear(chunk);
    }
    write(size++, value);
    return true;
  }

  @Override
  public V get(int index) {
    Objects.checkIndex(index, size);
    @SuppressWarnings("unchecked") // only add and set store, and they take V
    V value = (V) chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
    return value;
  }

  @Override
  public V set(int index, V value) {
    V before = get(index);
    write(index, value);
    return before;
  }

  @Override
  public int size() {
    return size;
  }

  /// Gives up what lies behind the first `length` values.
  void cutTo(int length) {
    int kept = chunksOf(length);
    Arrays.fill(chunks, kept, chunksOf(size), null);
    for (int i = length; i < Math.min(size, kept << CHUNK_BITS); i++) {
      write(i, null);
    }
    size = length;
  }

  private void write(int index, @Nullable Object value) {
    int chunk = index >>> CHUNK_BITS;
    if (shared.get(chunk)) {
      chunks[chunk] = chunks[chunk].clone();
      shared.clear(chunk);
    }
    chunks[chunk][index & (CHUNK - 1)] = value;
  }

  private static int chunksOf(int values) {
    return (values + CHUNK - 1) >>> CHUNK_BITS;
  }
}
