package io.actionqueue.core.id;

import java.util.UUID;
import java.util.function.LongSupplier;

/// Names a tenant.
///
/// @param high the first eight bytes, big-endian
/// @param low the last eight bytes, big-endian
public record TenantId(long high, long low) implements Identifier {
  /// The id with the given 16 bytes.
  public static TenantId of(UUID uuid) {
    return new TenantId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /// Reads any accepted text form.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `MalformedId` if the text is none
  public static TenantId parse(String text) {
    long[] halves = IdText.parse(text, "a tenant id");
    return new TenantId(halves[0], halves[1]);
  }

  /// A fresh random id (UUID version 4).
  public static TenantId random(LongSupplier random) {
    return new TenantId(
        IdText.version4High(random.getAsLong()), IdText.version4Low(random.getAsLong()));
  }

  @Override
  public int hashCode() {
    return IdText.hash(high, low);
  }

  @Override
  public String toString() {
    return IdText.print(high, low);
  }
}
