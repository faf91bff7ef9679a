package io.actionqueue.engine.index;

/// By what a [TimeOrder] sorts.
///
/// @param <T> the elements
public interface OrderKeys<T> {
  /// The first key, unsigned.
  long time(T element);

  /// Decides between elements of one time.
  int compareId(T one, T other);

  /// How the id of a place compares with that of an element.
  int compareId(Place place, T element);

  /// The place right behind an element.
  Place place(T element);

  /// Whether an element says of itself that it is gone for good, which makes removing it cheap.
  default boolean isGone(T element) {
    return false;
  }
}
