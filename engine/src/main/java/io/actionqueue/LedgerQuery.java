package io.actionqueue;

import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Which ledger entries to list, in order of appending. Entries are never removed, so that a
/// position, once passed, stays passed: the next page begins where this one ended.
///
/// @param limit at most so many, 1 to 1000
/// @param offset position of the first one within what is asked for
/// @param tenant only those of this tenant, null for all
/// @param key only those of lists of this key, null for all
public record LedgerQuery(int limit, long offset, @Nullable TenantId tenant, @Nullable String key) {
  /// The first 100 of all.
  public static final LedgerQuery FIRST = new LedgerQuery(100, 0, null, null);

  /// Checks the ranges.
  public LedgerQuery {
    if (limit < 1 || limit > 1000 || offset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
  }

  LedgerQuery within(TenantId only) {
    return new LedgerQuery(limit, offset, only, key);
  }
}
