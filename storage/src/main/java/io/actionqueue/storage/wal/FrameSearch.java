package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.codec.MalformedPayload;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Finds whole frames at any byte of a damaged file: a known version, a plausible length, all bytes
/// there and the right CRC. Whether a payload decodes is not asked. Confined to one thread.
final class FrameSearch {
  private static final int WINDOW_BYTES = 1 << 16;

  private final FileHandle file;
  private final long end;
  private final CrcRanges crcs;
  private final ByteBuffer window;
  private final FrameDecoder decoder = new FrameDecoder();
  private long windowStart;
  private long position;
  private long offset;
  private int version;
  private int length;

  /// A search among the bytes from `from` to `end`.
  FrameSearch(FileHandle file, long from, long end) {
    this.file = file;
    this.end = end;
    this.position = from;
    this.windowStart = from;
    this.crcs = new CrcRanges(file, from);
    this.window = ByteBuffer.allocate(Math.clamp(end - from, 0, WINDOW_BYTES)).limit(0);
  }

  /// Goes to the next whole frame, wherever it begins; false if there is none.
  boolean next() throws IOException {
    for (; end - position > FrameFormat.HEADER_BYTES; position++) {
      if (windowStart + window.limit() - position < FrameFormat.HEADER_BYTES) {
        refill();
      }
      byte first = window.get((int) (position - windowStart));
      if ((first == FrameFormat.VERSION_SINGLE || first == FrameFormat.VERSION_BATCH)
          && isFrameAt((int) (position - windowStart))) {
        offset = position++;
        return true;
      }
    }
    return false;
  }

  private boolean isFrameAt(int at) throws IOException {
    int candidate = intAt(at);
    int payload = intAt(at + 4);
    if (!FrameFormat.isKnownVersion(candidate)
        || !FrameFormat.isPlausibleLength(payload)
        || end - position - FrameFormat.HEADER_BYTES < payload) {
      return false;
    }
    version = candidate;
    length = payload;
    return crcs.of(position + FrameFormat.HEADER_BYTES, payload) == intAt(at + 8);
  }

  /// Reads the sequence and the lag of the frame found; null if its payload does not even begin
  /// with them.
  @org.jspecify.annotations.Nullable
  FrameDecoder start() throws IOException {
    var head = ByteBuffer.allocate(Math.min(length, 20));
    FileBytes.readFully(file, head, offset + FrameFormat.HEADER_BYTES);
    try {
      decoder.decodeStart(version, head.array(), 0, head.capacity());
      return decoder;
    } catch (MalformedPayload _) {
      return null;
    }
  }

  private int intAt(int at) {
    return Integer.reverseBytes(window.getInt(at));
  }

  private void refill() throws IOException {
    windowStart = position;
    window.clear().limit((int) Math.min(window.capacity(), end - position));
    FileBytes.readFully(file, window, windowStart);
  }

  /// Where the frame found begins.
  long offset() {
    return offset;
  }

  /// Its version.
  int version() {
    return version;
  }
}
