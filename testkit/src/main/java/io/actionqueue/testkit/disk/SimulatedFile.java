package io.actionqueue.testkit.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The content of one file, whatever names lead to it. Guarded by the lock of its disk.
final class SimulatedFile {
  private byte[] bytes = new byte[0];
  private int size;

  long size() {
    return size;
  }

  int read(ByteBuffer target, long position) {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), size - position);
    target.put(bytes, (int) position, count);
    return count;
  }

  void write(byte[] source, long position) {
    if (source.length == 0) {
      return;
    }
    int end = Math.toIntExact(position + source.length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }
    System.arraycopy(source, 0, bytes, (int) position, source.length);
    size = Math.max(size, end);
  }

  void truncate(long length) {
    if (length < size) {
      Arrays.fill(bytes, (int) length, size, (byte) 0);
      size = (int) length;
    }
  }

  byte[] content() {
    return Arrays.copyOf(bytes, size);
  }
}
