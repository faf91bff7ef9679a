package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// An entry to append to a ledger. Immutable.
///
/// Without anything else said: a random id, nobody named, no payload, happened when it is recorded.
public final class LedgerRequest {
  private final TenantId tenant;
  private final String key;
  private final @Nullable LedgerEntryId id;
  private final @Nullable ActorId actor;
  private final Bytes payload;
  private final @Nullable Long occurredAtMillis;

  private LedgerRequest(TenantId tenant, String key, Rest rest) {
    this.tenant = tenant;
    this.key = key;
    this.id = rest.id();
    this.actor = rest.actor();
    this.payload = rest.payload();
    this.occurredAtMillis = rest.occurredAtMillis();
  }

  private record Rest(
      @Nullable LedgerEntryId id,
      @Nullable ActorId actor,
      Bytes payload,
      @Nullable Long occurredAtMillis) {}

  private LedgerRequest with(Rest rest) {
    return new LedgerRequest(tenant, key, rest);
  }

  /// An entry of one of a tenant's lists.
  ///
  /// @param key the list, such as `audit`, `decision`, `incident`; not empty
  /// @throws InvalidValue kind `EmptyLedgerKey`
  public static LedgerRequest of(TenantId tenant, String key) {
    if (key.isEmpty()) {
      throw new InvalidValue("EmptyLedgerKey", "ledger key must not be empty");
    }
    return new LedgerRequest(tenant, key, new Rest(null, null, Bytes.EMPTY, null));
  }

  /// Names the entry, so that appending may be repeated: an id that is taken is refused. Default: a
  /// random id.
  public LedgerRequest id(LedgerEntryId entryId) {
    return with(new Rest(entryId, actor, payload, occurredAtMillis));
  }

  /// Who acted.
  public LedgerRequest actor(ActorId actorId) {
    return with(new Rest(id, actorId, payload, occurredAtMillis));
  }

  /// What to keep.
  public LedgerRequest payload(Bytes bytes) {
    return with(new Rest(id, actor, bytes, occurredAtMillis));
  }

  /// What to keep, as UTF-8.
  public LedgerRequest payload(String text) {
    return payload(Bytes.utf8(text));
  }

  /// When it happened, in epoch milliseconds, where that is not now (S-49).
  public LedgerRequest occurredAtMillis(long millis) {
    return with(new Rest(id, actor, payload, millis));
  }

  TenantId tenant() {
    return tenant;
  }

  String key() {
    return key;
  }

  @Nullable LedgerEntryId entryId() {
    return id;
  }

  @Nullable ActorId actorId() {
    return actor;
  }

  Bytes bytes() {
    return payload;
  }

  @Nullable Long occurred() {
    return occurredAtMillis;
  }
}
