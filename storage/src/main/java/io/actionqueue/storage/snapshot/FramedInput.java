package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.json.JsonSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// A stretch of a file that is read once, front to back, under a checksum.
final class FramedInput implements JsonSource {
  private final FileHandle file;
  private final long end;
  private final CRC32 crc = new CRC32();
  private long at;

  FramedInput(FileHandle file, long start, long length) {
    this.file = file;
    this.at = start;
    this.end = start + length;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int wanted = (int) Math.min(length, end - at);
    if (wanted == 0) {
      return -1;
    }
    int read = file.read(ByteBuffer.wrap(target, offset, wanted), at);
    if (read <= 0) {
      return -1;
    }
    crc.update(target, offset, read);
    at += read;
    return read;
  }

  /// Reads what nobody asked for; returns whether the whole stretch was there.
  boolean drain() throws IOException {
    var rest = new byte[8192];
    while (at < end && read(rest, 0, rest.length) > 0) {
      // Only the checksum is of interest.
    }
    return at == end;
  }

  long crc32() {
    return crc.getValue();
  }
}
