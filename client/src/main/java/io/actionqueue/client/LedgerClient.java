package io.actionqueue.client;

import io.actionqueue.client.wire.LedgerAnswer;
import io.actionqueue.client.wire.LedgerDetail;
import io.actionqueue.client.wire.LedgerList;
import io.actionqueue.client.wire.LedgerOrder;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The ledgers of the tenants (spec 03 §10.6): entries are appended and never changed or removed,
/// so that a position, once passed, stays passed. Thread-safe; failures as of [ActionQueueClient].
public final class LedgerClient {
  private final HttpExchange exchange;

  LedgerClient(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /// Appends an entry. May be repeated after [ClientException.Unreachable] where the order names
  /// its id: a repetition is refused with `duplicate_ledger_entry`.
  public LedgerEntryId append(LedgerOrder order) {
    return exchange.post("/api/v2/ledger", WireJson.write(order), LedgerAnswer.class).entryId();
  }

  /// One entry.
  public LedgerDetail entry(LedgerEntryId id) {
    return exchange.get("/api/v2/ledger/" + id, Duration.ZERO, LedgerDetail.class);
  }

  /// A slice of the entries, in order of appending.
  ///
  /// @param limit 1 to 1000
  /// @param offset how many to pass over
  /// @param tenant only those of this tenant, null for all
  /// @param key only those of lists of this key, null for all
  public LedgerList entries(
      int limit, long offset, @Nullable TenantId tenant, @Nullable String key) {
    return entries(ListFilter.slice(limit, offset).tenant(tenant).ledgerKey(key));
  }

  /// A slice of the entries, in order of appending; the filter's time is that of recording.
  public LedgerList entries(ListFilter filter) {
    return exchange.get(
        "/api/v2/ledger" + filter.query("recorded"), Duration.ZERO, LedgerList.class);
  }
}
