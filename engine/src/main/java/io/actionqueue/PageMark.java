package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.engine.index.Place;
import io.actionqueue.engine.index.Slice;
import io.actionqueue.engine.index.Start;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where listings go on, as text that means nothing to callers: the place behind the last element
/// that was looked at, and how many of those that are asked for are still to be passed over.
enum PageMark {
  TASKS('t'),
  RUNS('r'),
  WORKERS('w'),
  GATES('g'),
  LEDGER('l'),
  SUBSCRIPTIONS('s'),
  CHILDREN('c'),
  DEPENDENTS('d');

  private static final int BYTES = 1 + 4 + 4 * 8;

  private final char kind;

  PageMark(char kind) {
    this.kind = kind;
  }

  /// Where a page begins.
  ///
  /// @param after what an earlier page of the same listing said, null for the beginning
  /// @param offset how many to pass over from there
  /// @throws InvalidValue kind `InvalidCursor`
  Start start(@Nullable String after, long offset) {
    if (after == null) {
      return Start.at(offset);
    }
    ByteBuffer bytes = bytes(after);
    if (bytes.remaining() != BYTES || bytes.get() != kind) {
      throw invalid();
    }
    var place = new Place(bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    long skip = bytes.getLong();
    if (skip < 0 || skip + offset < 0) {
      throw invalid();
    }
    return new Start(place, skip + offset);
  }

  /// Where a page begins.
  ///
  /// @throws InvalidValue kind `InvalidCursor`
  Start start(PageQuery query) {
    return start(query.after(), query.offset());
  }

  /// Refuses what is no mark of this listing.
  ///
  /// @throws InvalidValue kind `InvalidCursor`
  void check(@Nullable String after) {
    start(after, 0);
  }

  private static ByteBuffer bytes(String text) {
    try {
      return ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
  }

  private static InvalidValue invalid() {
    return new InvalidValue("InvalidCursor", "is not what a page of this listing said");
  }

  @Nullable String text(@Nullable Start next) {
    Place place = next == null ? null : next.after();
    if (next == null || place == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).put((byte) kind).putInt(place.level());
    bytes.putLong(place.time()).putLong(place.high()).putLong(place.low()).putLong(next.skip());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /// The page that callers get.
  <E, V> Page<V> page(Slice<E> slice, Function<? super E, ? extends V> view) {
    return new Page<>(
        slice.items().stream().<V>map(view).toList(), slice.total(), text(slice.next()));
  }
}
