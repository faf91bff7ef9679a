package io.actionqueue.core.state;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Values that never change, found by their keys, in the order in which the keys came.
///
/// A [#view] of all of them costs next to nothing, however many there are, and shows none of what
/// happens later; any thread may read it. Otherwise confined to one thread.
final class SharedTable<K, V> {
  private final Function<V, K> keyOf;
  private final Map<K, Integer> places = new HashMap<>();
  private final Slots<V> values;

  /// An empty table.
  ///
  /// @param keyOf the key that a value carries
  SharedTable(Function<V, K> keyOf) {
    this.keyOf = keyOf;
    this.values = new Slots<>(_ -> false, (slot, value) -> places.put(keyOf.apply(value), slot));
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  boolean containsKey(K key) {
    return places.containsKey(key);
  }

  /// The value of a key, null if there is none.
  @Nullable V get(K key) {
    Integer slot = places.isEmpty() ? null : places.get(key);
    return slot == null ? null : values.at(slot);
  }

  /// Puts a value in, in the place of the one that has the same key.
  ///
  /// @return that one, null if there was none
  @Nullable V put(V value) {
    K key = keyOf.apply(value);
    Integer slot = places.get(key);
    if (slot == null) {
      places.put(key, values.append(value));
      return null;
    }
    V before = values.at(slot);
    values.replace(slot, value);
    return before;
  }

  /// Takes a value out.
  ///
  /// @return it, null if there is none
  @Nullable V remove(K key) {
    Integer slot = places.isEmpty() ? null : places.remove(key);
    if (slot == null) {
      return null;
    }
    V value = values.at(slot);
    values.clear(slot);
    return value;
  }

  /// All values; a live view.
  Collection<V> values() {
    return Collections.unmodifiableCollection(values);
  }

  /// All values as they are now.
  Collection<V> view() {
    return values.view();
  }
}
