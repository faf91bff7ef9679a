package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Reading that does not stop half-way, and the CRC of bytes that need not be in memory together.
final class FileBytes {
  private static final int PIECE_BYTES = 1 << 16;

  private FileBytes() {}

  /// Fills the buffer from `position` on.
  ///
  /// @throws EOFException if the file ends before
  static void readFully(FileHandle file, ByteBuffer target, long position) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int read = file.read(target, at);
      if (read < 0) {
        throw new EOFException("the file ended at " + at + " while it was being read");
      }
      at += read;
    }
  }

  /// Takes a range of the file into a CRC that begins anew.
  static void update(CRC32 crc32, FileHandle file, long position, long length) throws IOException {
    crc32.reset();
    var piece = ByteBuffer.allocate((int) Math.min(length, PIECE_BYTES));
    long done = 0;
    while (done < length) {
      piece.clear().limit((int) Math.min(piece.capacity(), length - done));
      readFully(file, piece, position + done);
      crc32.update(piece.flip());
      done += piece.limit();
    }
  }

  /// The first byte in `[start, end)` that is not zero; `end` if there is none.
  static long firstNonZero(FileHandle file, long start, long end) throws IOException {
    var piece = ByteBuffer.allocate(Math.clamp(end - start, 0, PIECE_BYTES));
    byte[] bytes = piece.array();
    for (long at = start; at < end; at += piece.limit()) {
      piece.clear().limit((int) Math.min(piece.capacity(), end - at));
      readFully(file, piece, at);
      for (int i = 0; i < piece.limit(); i++) {
        if (bytes[i] != 0) {
          return at + i;
        }
      }
    }
    return end;
  }
}
