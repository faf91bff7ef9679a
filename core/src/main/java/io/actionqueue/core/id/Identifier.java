package io.actionqueue.core.id;

import java.util.UUID;

/// A 128-bit identifier. Any value is legal; fresh ones are random (UUID version 4, RFC 9562).
///
/// Text form: 36 characters, hyphenated, lower case. Order, where there is one, is that of the 16
/// bytes compared as unsigned numbers (`java.util.UUID.compareTo` is signed and is not used).
public sealed interface Identifier
    permits ActorId, AttemptId, LedgerEntryId, RunId, SubscriptionId, TaskId, TenantId {

  /// The first eight bytes, big-endian.
  long high();

  /// The last eight bytes, big-endian.
  long low();

  /// Whether all 16 bytes are zero.
  default boolean isNil() {
    return high() == 0 && low() == 0;
  }

  /// The same 16 bytes as a `java.util.UUID`.
  default UUID toUuid() {
    return new UUID(high(), low());
  }
}
