package io.actionqueue.testkit.disk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;

/// A 64-bit hash of names and contents, fast enough for millions of states.
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
    long hash = count;
    int at = 0;
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
