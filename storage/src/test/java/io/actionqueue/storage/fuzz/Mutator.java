package io.actionqueue.storage.fuzz;

import io.actionqueue.testkit.SeededRandom;
import java.util.Arrays;
import java.util.List;

/// Changes bytes as damage and malice do: flipped bits, edges of numbers, pieces cut, doubled,
/// moved and taken from other inputs, noise. Confined to one thread.
public final class Mutator {
  private static final byte[] EDGES = {0, 1, 127, -128, -1, 64, '"', '{', '}', '[', ',', '9', '-'};

  private final SeededRandom random;

  /// A mutator that follows from a random sequence.
  public Mutator(SeededRandom random) {
    this.random = random;
  }

  /// A changed copy; sometimes an unchanged one.
  ///
  /// @param others inputs of the same kind
  public byte[] mutate(byte[] input, List<byte[]> others) {
    byte[] bytes = input.clone();
    for (int i = random.below(5); i > 0; i--) {
      bytes = once(bytes, others);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes, List<byte[]> others) {
    if (bytes.length == 0) {
      return random.bytes(random.below(20));
    }
    int at = random.below(bytes.length);
    switch (random.below(9)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.below(8));
      case 2, 3 -> bytes[at] = EDGES[random.below(EDGES.length)];
      case 4 -> bytes[at] = (byte) random.getAsLong();
      case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.below(12)), (byte) -1);
      case 6 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 7 -> {
        return spliced(bytes, at, bytes, random.below(bytes.length));
      }
      default -> {
        byte[] other = random.pick(others);
        return other.length == 0 ? bytes : spliced(bytes, at, other, random.below(other.length));
      }
    }
    return bytes;
  }

  /// The front of one, then up to 40 bytes of another, then the rest.
  private byte[] spliced(byte[] front, int at, byte[] other, int from) {
    int length = Math.min(other.length - from, random.below(40));
    int skipped = random.coin() ? Math.min(length, front.length - at) : 0;
    byte[] joined = new byte[front.length + length - skipped];
    System.arraycopy(front, 0, joined, 0, at);
    System.arraycopy(other, from, joined, at, length);
    System.arraycopy(front, at + skipped, joined, at + length, front.length - at - skipped);
    return joined;
  }
}
