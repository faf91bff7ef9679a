package io.actionqueue.client.wire;

import io.actionqueue.core.id.LedgerEntryId;

/// `POST /api/v2/ledger`.
///
/// @param entryId the entry
public record LedgerAnswer(LedgerEntryId entryId) {}
