package io.actionqueue.storage.faults;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes a good log apart into its frames, by their declared lengths alone, and puts it together.
final class LogCuts {
  private static final int HEADER_BYTES = 12;

  private LogCuts() {}

  static List<byte[]> frames(byte[] log) {
    List<byte[]> frames = new ArrayList<>();
    for (int at = 0; at < log.length; at += frames.getLast().length) {
      int payload = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
      frames.add(Arrays.copyOfRange(log, at, at + HEADER_BYTES + payload));
    }
    return frames;
  }

  static byte[] concat(List<byte[]> frames) {
    var log = new ByteArrayOutputStream();
    frames.forEach(log::writeBytes);
    return log.toByteArray();
  }
}
