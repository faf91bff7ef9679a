package io.actionqueue;

import java.util.List;

/// A slice of an ordered listing.
///
/// @param items the slice
/// @param total how many there are in all
/// @param <T> what is listed
public record Page<T>(List<T> items, long total) {
  /// Copies the list.
  public Page {
    items = List.copyOf(items);
  }
}
