package io.actionqueue.core.id;

import java.util.UUID;
import java.util.function.LongSupplier;

/// Names a run. The only ordered identifier: unsigned, byte by byte.
///
/// @param high the first eight bytes, big-endian
/// @param low the last eight bytes, big-endian
public record RunId(long high, long low) implements Identifier, Comparable<RunId> {
  /// The id with the given 16 bytes.
  public static RunId of(UUID uuid) {
    return new RunId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /// Reads any accepted text form.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `MalformedId` if the text is none
  public static RunId parse(String text) {
    long[] halves = IdText.parse(text, "a run id");
    return new RunId(halves[0], halves[1]);
  }

  /// A fresh random id (UUID version 4).
  public static RunId random(LongSupplier random) {
    return new RunId(
        IdText.version4High(random.getAsLong()), IdText.version4Low(random.getAsLong()));
  }

  @Override
  public int compareTo(RunId other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
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
