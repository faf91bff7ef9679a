package io.actionqueue.engine.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page, and where the next one begins.
///
/// A search that has looked at as much as it may ends early: then there are fewer elements than
/// were asked for, perhaps none, and the next page goes on from there.
///
/// @param items the elements
/// @param total how many there are in all; [#UNCOUNTED] where counting them would be a search
/// @param next where the next page begins, null at the end
/// @param <T> the elements
public record Slice<T>(List<T> items, long total, @Nullable Start next) {
  /// Nobody has counted.
  public static final long UNCOUNTED = -1;

  /// Copies the list.
  public Slice {
    items = List.copyOf(items);
  }

  /// A page of a list that only grows, by position.
  public static <T> Slice<T> of(List<? extends T> list, Start start, int limit) {
    Place after = start.after();
    long begin = after == null ? 0 : Math.clamp(after.time(), 0, list.size());
    int from = (int) Math.min(list.size(), begin + Math.min(start.skip(), list.size()));
    int to = Math.min(list.size(), from + limit);
    return new Slice<>(
        List.copyOf(list.subList(from, to)),
        list.size(),
        to < list.size() ? new Start(position(to), 0) : null);
  }

  /// The place before a position of a list.
  public static Place position(long index) {
    return new Place(0, index, 0, 0);
  }

  /// A page of nothing.
  public static <T> Slice<T> empty() {
    return new Slice<>(List.of(), 0, null);
  }
}
