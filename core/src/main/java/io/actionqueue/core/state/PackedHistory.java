package io.actionqueue.core.state;

import io.actionqueue.core.run.RunState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The moves of one run in a byte array: per move one byte with both states, then the distance of
/// its time from the move before it as a zigzag varint. A life of four moves takes eight bytes.
///
/// ```
///  7      4 3      0
/// +--------+--------+----------------------+
/// |  from  |   to   | zigzag varint, 1..10 |     from = 15: none
/// +--------+--------+----------------------+
/// ```
final class PackedHistory {
  private static final int NONE = 15;
  private static final int STEP = 8;
  private static final List<RunState> STATES = List.of(RunState.values());

  private PackedHistory() {}

  /// How many bytes a move takes.
  static int size(long distance) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(zigzag(distance) | 1);
    return 1 + (bits + 6) / 7;
  }

  /// An array with room for `more` bytes behind the first `length`.
  static byte[] withRoom(byte @Nullable [] bytes, int length, int more) {
    if (bytes == null) {
      return new byte[roundUp(more)];
    }
    if (length + more <= bytes.length) {
      return bytes;
    }
    return Arrays.copyOf(bytes, roundUp(Math.max(length + more, length + length / 2)));
  }

  /// Writes a move at `at`; the position behind it.
  static int write(byte[] bytes, int at, @Nullable RunState from, RunState to, long distance) {
    int next = at;
    bytes[next++] = (byte) ((from == null ? NONE : from.ordinal()) << 4 | to.ordinal());
    long rest = zigzag(distance);
    while ((rest & ~0x7fL) != 0) {
      bytes[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[next++] = (byte) rest;
    return next;
  }

  /// Adds the packed moves to `target`, the first one counted from `origin`.
  static void read(
      byte @Nullable [] bytes, int length, long origin, List<StateImage.HistoryEntry> target) {
    if (bytes == null) {
      return;
    }
    long time = origin;
    int at = 0;
    while (at < length) {
      int states = bytes[at++] & 0xff;
      long value = 0;
      int shift = 0;
      byte part;
      do {
        part = bytes[at++];
        value |= (part & 0x7fL) << shift;
        shift += 7;
      } while (part < 0);
      time += (value >>> 1) ^ -(value & 1);
      RunState from = states >>> 4 == NONE ? null : STATES.get(states >>> 4);
      target.add(new StateImage.HistoryEntry(from, STATES.get(states & 15), time));
    }
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static int roundUp(int bytes) {
    return (bytes + STEP - 1) & -STEP;
  }
}
