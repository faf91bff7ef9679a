package io.actionqueue;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A slice of an ordered listing.
///
/// No page looks at more than it gives and a bounded number of others. Where a filter has no index
/// and that was not enough, the page has fewer items than it may have, perhaps none, and `next`
/// goes on: a listing is at its end when `next` is null, not before.
///
/// @param items the slice
/// @param total how many there are in all; [#UNCOUNTED] where counting would be a search
/// @param next an opaque text for the query's `after` that gives the next page, null at the end.
///   What comes and goes meanwhile shifts nothing, unlike with offsets
/// @param <T> what is listed
public record Page<T>(List<T> items, long total, @Nullable String next) {
  /// Nobody has counted.
  public static final long UNCOUNTED = -1;

  /// Copies the list.
  public Page {
    items = List.copyOf(items);
  }

  /// A page of nothing.
  static <T> Page<T> empty() {
    return new Page<>(List.of(), 0, null);
  }

  /// The same page of something else.
  public <U> Page<U> map(Function<? super T, ? extends U> each) {
    return new Page<>(items.stream().<U>map(each).toList(), total, next);
  }
}
