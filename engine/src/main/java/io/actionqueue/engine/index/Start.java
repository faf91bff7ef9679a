package io.actionqueue.engine.index;

import org.jspecify.annotations.Nullable;

/// Where a page begins.
///
/// @param after behind this place, null for the beginning
/// @param skip how many to pass over from there
public record Start(@Nullable Place after, long skip) {
  /// At a position from the beginning.
  public static Start at(long offset) {
    return new Start(null, offset);
  }
}
