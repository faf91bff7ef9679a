package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v2/ledger`.
///
/// @param entries in order of appending
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are
public record LedgerList(List<LedgerDetail> entries, long limit, long offset, long total) {
  /// Copies the lists.
  public LedgerList {
    entries = List.copyOf(entries);
  }
}
