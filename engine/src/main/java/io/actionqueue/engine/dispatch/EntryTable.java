package io.actionqueue.engine.dispatch;

import org.jspecify.annotations.Nullable;

/// What is kept of tasks or runs, found by the entry that it is of: one value an entry. For the
/// path of every task, so there is no object beside the value, and nothing is computed but the hash
/// of an id. Open addressing with linear probing; a removal closes the gap it leaves. Confined to
/// one thread.
///
/// @param <V> the values
public final class EntryTable<V extends EntryTable.Value> {
  /// Something that is kept of an entry.
  public interface Value {
    /// The task's or run's entry; always the same object.
    Object entry();
  }

  private static final int SMALLEST = 64;

  private @Nullable Value[] slots = new Value[SMALLEST];
  private int size;

  private EntryTable() {}

  /// An empty table.
  ///
  /// @param <V> the values
  public static <V extends Value> EntryTable<V> empty() {
    return new EntryTable<>();
  }

  /// Whether nothing is kept.
  public boolean isEmpty() {
    return size == 0;
  }

  /// What is kept of an entry, null for nothing.
  public @Nullable V get(Object entry) {
    return size == 0 ? null : typed(slots[find(entry)]);
  }

  /// Keeps a value, in place of the one that is kept of the same entry.
  public void put(V value) {
    int at = find(value.entry());
    if (slots[at] == null && ++size > slots.length / 2) {
      grow();
      at = find(value.entry());
    }
    slots[at] = value;
  }

  /// Takes out what is kept of an entry; null if nothing is.
  public @Nullable V remove(Object entry) {
    if (size == 0) {
      return null;
    }
    int at = find(entry);
    V value = typed(slots[at]);
    if (value != null) {
      size--;
      close(at);
    }
    return value;
  }

  /// Where the value of an entry is, or would go.
  @SuppressWarnings("ReferenceEquality") // an entry is one object, and its hash is its id's
  private int find(Object entry) {
    int mask = slots.length - 1;
    int at = entry.hashCode() & mask;
    for (Value value = slots[at]; value != null && value.entry() != entry; value = slots[at]) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void close(int gap) {
    int mask = slots.length - 1;
    int hole = gap;
    int at = hole;
    while (true) {
      at = (at + 1) & mask;
      Value next = slots[at];
      if (next == null) {
        slots[hole] = null;
        return;
      }
      int home = next.entry().hashCode() & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        slots[hole] = next;
        hole = at;
      }
    }
  }

  private void grow() {
    @Nullable Value[] old = slots;
    slots = new Value[old.length * 2];
    for (Value value : old) {
      if (value != null) {
        slots[find(value.entry())] = value;
      }
    }
  }

  @SuppressWarnings("unchecked") // only values of type V are kept
  private @Nullable V typed(@Nullable Value value) {
    return (V) value;
  }
}
