package io.actionqueue.core.command;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Appends an entry to a tenant's ledger; the timestamp is the instant of recording (S-49).
/// Refused, in this order: `unknown_tenant`, `duplicate_ledger_entry`.
///
/// @param entryId the new entry; not nil
/// @param tenantId the tenant
/// @param ledgerKey the list that it belongs to; not empty
/// @param actorId who acted, null if nobody is named
/// @param payload opaque bytes
/// @param timestamp epoch seconds, unsigned
public record LedgerAppend(
    LedgerEntryId entryId,
    TenantId tenantId,
    String ledgerKey,
    @Nullable ActorId actorId,
    Bytes payload,
    long timestamp)
    implements PlatformCommand {
  /// Checks id and key.
  ///
  /// @throws InvalidValue kind `InvalidLedgerEntryId` or `EmptyLedgerKey`
  public LedgerAppend {
    Arguments.notNil(entryId, "InvalidLedgerEntryId");
    Arguments.notEmpty(ledgerKey, "EmptyLedgerKey", "ledger key");
  }
}
