package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v2/ledger`.
///
/// @param tenantId whose ledger
/// @param ledgerKey the list, such as `audit`, `decision`, `incident`; not empty
/// @param actorId who acted, absent for nobody; a token of an actor in a tenant names itself
/// @param payloadBase64 opaque bytes in standard base64, absent for none
/// @param entryId makes appending repeatable: an id that is taken is refused; absent for a random
///   one
/// @param occurredAtMillis when it happened, epoch milliseconds; absent for now
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerOrder(
    TenantId tenantId,
    String ledgerKey,
    @Nullable ActorId actorId,
    @Nullable String payloadBase64,
    @Nullable LedgerEntryId entryId,
    @Nullable Long occurredAtMillis) {
  /// An entry without anything but its bytes.
  public static LedgerOrder of(TenantId tenant, String key, Bytes payload) {
    String base64 = Base64.getEncoder().encodeToString(payload.toArray());
    return new LedgerOrder(tenant, key, null, base64, null, null);
  }

  /// The same with who acted.
  public LedgerOrder by(@Nullable ActorId actor) {
    return new LedgerOrder(tenantId, ledgerKey, actor, payloadBase64, entryId, occurredAtMillis);
  }

  /// The same with an id of the caller's.
  public LedgerOrder as(@Nullable LedgerEntryId id) {
    return new LedgerOrder(tenantId, ledgerKey, actorId, payloadBase64, id, occurredAtMillis);
  }

  /// The same with the instant at which it happened, in epoch milliseconds.
  public LedgerOrder occurredAt(@Nullable Long millis) {
    return new LedgerOrder(tenantId, ledgerKey, actorId, payloadBase64, entryId, millis);
  }
}
