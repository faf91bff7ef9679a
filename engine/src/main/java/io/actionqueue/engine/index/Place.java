package io.actionqueue.engine.index;

/// A place in an order of listings: right behind the element that these are the keys of, whether it
/// is still there or not.
///
/// @param level the level within the order, such as a priority; 0 where there are none
/// @param time the element's time, unsigned
/// @param high the upper half of its id
/// @param low the lower half of its id
public record Place(int level, long time, long high, long low) {
  /// How the id of a place compares with another one, both unsigned.
  int compareId(long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }
}
