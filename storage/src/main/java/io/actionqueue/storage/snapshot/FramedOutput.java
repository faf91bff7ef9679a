package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.json.JsonException;
import io.actionqueue.storage.json.JsonSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// A stretch of a file that is written once, front to back, under a checksum and a limit.
final class FramedOutput implements JsonSink {
  private final FileHandle file;
  private final long start;
  private final long limit;
  private final CRC32 crc = new CRC32();
  private long length;

  FramedOutput(FileHandle file, long start, long limit) {
    this.file = file;
    this.start = start;
    this.limit = limit;
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    if (length + count > limit) {
      throw new JsonException(-1, "the text is longer than " + limit + " bytes");
    }
    file.write(ByteBuffer.wrap(source, offset, count), start + length);
    crc.update(source, offset, count);
    length += count;
  }

  long length() {
    return length;
  }

  long crc32() {
    return crc.getValue();
  }
}
