package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.codec.MalformedPayload;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Tells a damaged length from an unfinished write: if the payload is whole before the declared
/// length, the bytes are all there and the length is wrong (S-31).
///
/// The CRC of every prefix is compared with the stored one. One prefix in 2^32 meets it by chance,
/// which a long unfinished write would do once in a while; so what meets it must decode, too.
final class LengthProof {
  private static final VarHandle INT_LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int PIECE_BYTES = 1 << 16;
  private static final int[] TABLE = table();

  private final FileHandle file;
  private final long offset;
  private final long end;

  /// A proof about the frame at `offset` of a file that ends at `end`.
  LengthProof(FileHandle file, long offset, long end) {
    this.file = file;
    this.offset = offset;
    this.end = end;
  }

  /// Whether a payload shorter than the header declares is whole.
  boolean isLengthDamaged(byte[] header) throws IOException {
    int version = (int) INT_LITTLE_ENDIAN.get(header, 0);
    int declared = (int) INT_LITTLE_ENDIAN.get(header, 4);
    int stored = (int) INT_LITTLE_ENDIAN.get(header, 8);
    long start = offset + FrameFormat.HEADER_BYTES;
    int available = (int) Math.min(declared - 1, end - start);
    var piece = ByteBuffer.allocate(PIECE_BYTES);
    byte[] bytes = piece.array();
    int running = -1;
    for (int done = 0; done < available; done += piece.limit()) {
      piece.clear().limit(Math.min(PIECE_BYTES, available - done));
      FileBytes.readFully(file, piece, start + done);
      for (int i = 0; i < piece.limit(); i++) {
        running = TABLE[(running ^ bytes[i]) & 0xff] ^ (running >>> 8);
        if (~running == stored && decodes(version, start, done + i + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean decodes(int version, long start, int length) throws IOException {
    var payload = ByteBuffer.allocate(length);
    FileBytes.readFully(file, payload, start);
    try {
      new FrameDecoder().decode(version, payload.array(), 0, length);
      return true;
    } catch (MalformedPayload _) {
      return false;
    }
  }

  private static int[] table() {
    var table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
      }
      table[i] = crc;
    }
    return table;
  }
}
