package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/// Frames as bytes, for tests.
final class Frames {
  static final Path PATH = Path.of("test.wal");

  private Frames() {}

  /// A frame of version 5.
  static byte[] single(long sequence, Event event) {
    return bytes(buffer(sequence, List.of(event)).single());
  }

  /// A frame of version 6.
  static byte[] batch(long firstSequence, long lag, List<Event> events) {
    return bytes(buffer(firstSequence, events).batch(lag));
  }

  /// Any payload with a right CRC.
  static byte[] of(int version, byte[] payload) {
    var crc32 = new CRC32();
    crc32.update(payload);
    return frame(version, payload.length, (int) crc32.getValue(), payload);
  }

  /// Any header before any bytes.
  static byte[] frame(int version, int length, int crc, byte[] payload) {
    return ByteBuffer.allocate(FrameFormat.HEADER_BYTES + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(version)
        .putInt(length)
        .putInt(crc)
        .put(payload)
        .array();
  }

  static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static FrameBuffer buffer(long firstSequence, List<Event> events) {
    var buffer = new FrameBuffer(PATH, 64);
    try {
      buffer.add(new EventBatch(firstSequence, events));
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
    return buffer;
  }

  private static byte[] bytes(ByteBuffer frame) {
    var bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
