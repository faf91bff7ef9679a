package io.actionqueue.core.command;

import org.jspecify.annotations.Nullable;

/// Appends an entry to a tenant's ledger, with the instant at which happened what it tells of where
/// that is another than the instant of recording (S-49). Refused as [LedgerAppend].
///
/// @param entry the entry; its timestamp is the instant of recording
/// @param occurredAtMillis epoch milliseconds, unsigned; null for the instant of recording
/// @param timestampMillis now, epoch milliseconds, unsigned
public record RecordLedgerEntry(
    LedgerAppend entry, @Nullable Long occurredAtMillis, long timestampMillis)
    implements BatchCommand {}
