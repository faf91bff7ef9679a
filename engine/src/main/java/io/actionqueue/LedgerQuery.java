package io.actionqueue;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.engine.index.Start;
import org.jspecify.annotations.Nullable;

/// Which ledger entries to list, in order of appending. Immutable. Entries are never removed, so
/// that a position, once passed, stays passed: the next page begins where this one ended.
///
/// @param limit at most so many, 1 to 1000
/// @param offset position of the first one within what is asked for
/// @param tenant only those of this tenant, null for all
/// @param key only those of lists of this key, null for all
/// @param recorded only those that were recorded within this time
/// @param after only what follows the page whose [Page#next] this is, null for the beginning;
///   `offset` counts from there
public record LedgerQuery(
    int limit,
    long offset,
    @Nullable TenantId tenant,
    @Nullable String key,
    TimeRange recorded,
    @Nullable String after) {
  /// The first 100 of all.
  public static final LedgerQuery FIRST = new LedgerQuery(100, 0, null, null);

  /// Checks the ranges.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public LedgerQuery {
    if (limit < 1 || limit > 1000 || offset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
    PageMark.LEDGER.check(after);
  }

  /// Entries of all times, from the beginning.
  public LedgerQuery(int limit, long offset, @Nullable TenantId tenant, @Nullable String key) {
    this(limit, offset, tenant, key, TimeRange.ALL, null);
  }

  /// Only those that were recorded within a time.
  public LedgerQuery within(TimeRange time) {
    return new LedgerQuery(limit, offset, tenant, key, time, after);
  }

  /// The next page of the same.
  ///
  /// @param next the [Page#next] of this one, null for the beginning
  public LedgerQuery after(@Nullable String next) {
    return new LedgerQuery(limit, next == null ? offset : 0, tenant, key, recorded, next);
  }

  LedgerQuery within(TenantId only) {
    return new LedgerQuery(limit, offset, only, key, recorded, after);
  }

  Start start() {
    return PageMark.LEDGER.start(after, offset);
  }
}
