package io.actionqueue;

import org.jspecify.annotations.Nullable;

/// Which slice of a listing that has no filters. Immutable.
///
/// @param limit at most so many, 1 to 1000
/// @param offset how many to pass over
/// @param after only what follows the page whose [Page#next] this is, null for the beginning;
///   `offset` counts from there. What is no page's is refused with
///   [io.actionqueue.core.InvalidValue], kind `InvalidCursor`, when it is asked for
public record PageQuery(int limit, long offset, @Nullable String after) {
  /// The first 100.
  public static final PageQuery FIRST = new PageQuery(100, 0, null);

  /// Checks the ranges.
  public PageQuery {
    if (limit < 1 || limit > 1000 || offset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
  }

  /// The next page of the same.
  ///
  /// @param next the [Page#next] of this one, null for the beginning
  public PageQuery after(@Nullable String next) {
    return new PageQuery(limit, next == null ? offset : 0, next);
  }
}
