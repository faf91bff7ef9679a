package io.actionqueue.testkit.disk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;

/// A 64-bit hash of names and contents, fast enough for millions of states.
///
/// Of lock files (`*.lock`) only the name counts: they say which process holds them, which is
/// another one in every run.
final class ContentHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private ContentHash() {}

  static long of(SimulatedDirectory root) {
    long hash = 1;
    for (Map.Entry<String, SimulatedNode> entry : root.entries().entrySet()) {
      hash = combine(hash, text(entry.getKey()));
      hash =
          switch (entry.getValue()) {
            case SimulatedFile _ when entry.getKey().endsWith(".lock") -> combine(hash, 0);
            case SimulatedFile file ->
                combine(hash, bytes(file.rawBytes(), Math.toIntExact(file.size())));
            case SimulatedDirectory directory -> combine(hash, ~of(directory));
          };
    }
    return hash;
  }

  private static long text(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = combine(hash, text.charAt(i));
    }
    return hash;
  }

  private static long bytes(byte[] bytes, int count) {
    // Two strands, because each step of one waits for the step before it.
    long hash = count;
    long other = ~count;
    int at = 0;
    for (; at + 2 * Long.BYTES <= count; at += 2 * Long.BYTES) {
      hash = combine(hash, (long) LONGS.get(bytes, at));
      other = combine(other, (long) LONGS.get(bytes, at + Long.BYTES));
    }
    hash = combine(hash, other);
    for (; at + Long.BYTES <= count; at += Long.BYTES) {
      hash = combine(hash, (long) LONGS.get(bytes, at));
    }
    for (; at < count; at++) {
      hash = combine(hash, bytes[at]);
    }
    return hash;
  }

  private static long combine(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return (mixed ^ (mixed >>> 29)) * MULTIPLIER;
  }
}
