package io.actionqueue.core.id;

import java.util.UUID;
import java.util.function.LongSupplier;

/// Names a subscription.
///
/// @param high the first eight bytes, big-endian
/// @param low the last eight bytes, big-endian
public record SubscriptionId(long high, long low) implements Identifier {
  /// The id with the given 16 bytes.
  public static SubscriptionId of(UUID uuid) {
    return new SubscriptionId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /// Reads any accepted text form.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `MalformedId` if the text is none
  public static SubscriptionId parse(String text) {
    long[] halves = IdText.parse(text, "a subscription id");
    return new SubscriptionId(halves[0], halves[1]);
  }

  /// A fresh random id (UUID version 4).
  public static SubscriptionId random(LongSupplier random) {
    return new SubscriptionId(
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
