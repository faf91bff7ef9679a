package io.actionqueue.storage.snapshot;

import io.actionqueue.storage.fuzz.Mutator;
import io.actionqueue.testkit.SeededRandom;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// A native snapshot as sections.
final class NativeBytes {
  private NativeBytes() {}

  /// The file with one section changed and its checksum right again, so that its decoder sees it.
  static byte[] withMutatedSection(byte[] file, Mutator mutator, SeededRandom random) {
    List<byte[]> payloads = payloads(file);
    int chosen = random.below(payloads.size());
    payloads.set(chosen, mutator.mutate(payloads.get(chosen), payloads));
    var out = new ByteArrayOutputStream();
    for (byte[] payload : payloads) {
      var crc32 = new CRC32();
      crc32.update(payload);
      out.writeBytes(
          ByteBuffer.allocate(NativeFormat.HEADER_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(NativeFormat.FRAME_VERSION)
              .putInt(payload.length)
              .putInt((int) crc32.getValue())
              .array());
      out.writeBytes(payload);
    }
    return out.toByteArray();
  }

  private static List<byte[]> payloads(byte[] file) {
    List<byte[]> payloads = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.getInt();
      byte[] payload = new byte[bytes.getInt()];
      bytes.getInt();
      bytes.get(payload);
      payloads.add(payload);
    }
    return payloads;
  }
}
