package io.actionqueue.core.state;

import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Entries in order of appending, found by id, tenant and key. Nothing is ever removed.
final class Ledger {
  private record ListKey(TenantId tenantId, String key) {}

  private final SharedList<StateImage.LedgerEntry> entries = new SharedList<>();
  private final Map<LedgerEntryId, StateImage.LedgerEntry> byId = new HashMap<>();
  private final Map<TenantId, List<StateImage.LedgerEntry>> byTenant = new HashMap<>();
  private final Map<String, List<StateImage.LedgerEntry>> byKey = new HashMap<>();
  private final Map<ListKey, List<StateImage.LedgerEntry>> byList = new HashMap<>();

  private boolean isInOrder = true;

  /// Whether times of recording never went back.
  boolean isInOrder() {
    return isInOrder;
  }

  /// Appends an entry. The log may hold an id twice; the first one is found by it.
  void append(StateImage.LedgerEntry entry) {
    isInOrder &=
        entries.isEmpty()
            || Long.compareUnsigned(entries.getLast().timestamp(), entry.timestamp()) <= 0;
    entries.add(entry);
    byId.putIfAbsent(entry.entryId(), entry);
    byTenant.computeIfAbsent(entry.tenantId(), _ -> new ArrayList<>()).add(entry);
    byKey.computeIfAbsent(entry.ledgerKey(), _ -> new ArrayList<>()).add(entry);
    byList
        .computeIfAbsent(new ListKey(entry.tenantId(), entry.ledgerKey()), _ -> new ArrayList<>())
        .add(entry);
  }

  StateImage.@Nullable LedgerEntry entry(LedgerEntryId id) {
    return byId.get(id);
  }

  List<StateImage.LedgerEntry> all() {
    return Collections.unmodifiableList(entries);
  }

  /// All of them as they are now.
  List<StateImage.LedgerEntry> view() {
    return Collections.unmodifiableList(entries.copy());
  }

  List<StateImage.LedgerEntry> ofTenant(TenantId tenantId) {
    return Collections.unmodifiableList(byTenant.getOrDefault(tenantId, List.of()));
  }

  List<StateImage.LedgerEntry> ofKey(String key) {
    return Collections.unmodifiableList(byKey.getOrDefault(key, List.of()));
  }

  List<StateImage.LedgerEntry> of(TenantId tenantId, String key) {
    return Collections.unmodifiableList(byList.getOrDefault(new ListKey(tenantId, key), List.of()));
  }
}
