package io.actionqueue.core.id;

import java.util.UUID;
import java.util.function.LongSupplier;

/// Names a remote worker.
///
/// @param high the first eight bytes, big-endian
/// @param low the last eight bytes, big-endian
public record ActorId(long high, long low) implements Identifier {
  /// The id with the given 16 bytes.
  public static ActorId of(UUID uuid) {
    return new ActorId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /// Reads any accepted text form.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `MalformedId` if the text is none
  public static ActorId parse(String text) {
    long[] halves = IdText.parse(text, "an actor id");
    return new ActorId(halves[0], halves[1]);
  }

  /// A fresh random id (UUID version 4).
  public static ActorId random(LongSupplier random) {
    return new ActorId(
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
