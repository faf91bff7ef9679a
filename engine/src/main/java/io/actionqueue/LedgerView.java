package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// An entry of a ledger, durable (S-20, S-49).
///
/// @param id its id
/// @param tenant whose ledger
/// @param key the list that it belongs to
/// @param actor who acted, null if nobody is named
/// @param payload opaque bytes
/// @param recordedAt when the engine recorded it, epoch seconds
/// @param occurredAtMillis when it happened as the caller said, epoch milliseconds; the instant of
///   recording where the caller said nothing
public record LedgerView(
    LedgerEntryId id,
    TenantId tenant,
    String key,
    @Nullable ActorId actor,
    Bytes payload,
    long recordedAt,
    long occurredAtMillis) {}
