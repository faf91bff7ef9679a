package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v2/ledger`.
///
/// @param entries in order of appending
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are; null where counting them would be a search
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record LedgerList(
    List<LedgerDetail> entries,
    long limit,
    long offset,
    @Nullable Long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the lists.
  public LedgerList {
    entries = List.copyOf(entries);
  }

  /// A slice that ends the list, or tells no more about what follows.
  public LedgerList(List<LedgerDetail> entries, long limit, long offset, long total) {
    this(entries, limit, offset, Long.valueOf(total), null);
  }
}
