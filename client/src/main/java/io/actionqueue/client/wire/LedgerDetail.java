package io.actionqueue.client.wire;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// An entry of a ledger (S-20, S-49).
///
/// @param entryId its id
/// @param tenantId whose ledger
/// @param ledgerKey the list that it belongs to
/// @param actorId who acted, null if nobody is named
/// @param payload opaque bytes
/// @param recordedAt when the engine recorded it, epoch seconds
/// @param occurredAtMillis when it happened as the caller said, epoch milliseconds; the instant of
///   recording where the caller said nothing
public record LedgerDetail(
    LedgerEntryId entryId,
    TenantId tenantId,
    String ledgerKey,
    @Nullable ActorId actorId,
    Bytes payload,
    long recordedAt,
    long occurredAtMillis) {}
