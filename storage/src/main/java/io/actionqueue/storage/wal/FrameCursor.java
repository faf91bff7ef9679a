package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.codec.MalformedPayload;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Goes through a file frame by frame, checking and decoding each.
///
/// Frames are read through one buffer, larger ones into an array that serves again. The payload of
/// a very large frame is held in memory only once its CRC has turned out right, so that a damaged
/// length costs time, not memory. Confined to one thread.
final class FrameCursor {
  private static final VarHandle INT_LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int BUFFER_BYTES = 1 << 18;

  /// Up to this size a payload is held in memory whatever its CRC turns out to be.
  private static final int MANY_BYTES = 4 << 20;

  /// What stands at the cursor.
  enum Step {
    /// A whole frame; its events are in [#decoder()].
    FRAME,
    /// Nothing: the end of the file.
    END,
    /// Something that is no whole frame; see [#reason()].
    DAMAGE
  }

  /// Which of two damages is reported where a header has both (spec 01 §6.2).
  enum CheckOrder {
    /// The version before the length: opening.
    VERSION_FIRST,
    /// The length before the version: the streaming reader.
    LENGTH_FIRST
  }

  private final FileHandle file;
  private final CheckOrder order;
  private final FrameDecoder decoder = new FrameDecoder();
  private final CRC32 crc32 = new CRC32();
  private final byte[] buffer;
  private byte[] large = new byte[0];
  private long bufferStart;
  private int bufferLength;

  private long end;
  private long offset;
  private long next;
  private int version;
  private int length;
  private int storedCrc;
  private CorruptionReason reason = CorruptionReason.INCOMPLETE_HEADER;
  private String detail = "";

  /// A cursor before the frame at `start`.
  ///
  /// @param end where the file is taken to end
  FrameCursor(FileHandle file, long start, long end, CheckOrder order) {
    this.file = file;
    this.order = order;
    this.next = start;
    this.offset = start;
    this.end = end;
    this.buffer = new byte[Math.clamp(end - start, 4096, BUFFER_BYTES)];
  }

  /// Goes to the frame behind the current one. After damage the cursor stays where it is.
  Step advance() throws IOException {
    offset = next;
    long rest = end - offset;
    if (rest <= 0) {
      return Step.END;
    }
    if (rest < FrameFormat.HEADER_BYTES) {
      return damage(CorruptionReason.INCOMPLETE_HEADER, rest + " bytes where a header should be");
    }
    int header = fill(FrameFormat.HEADER_BYTES);
    version = (int) INT_LITTLE_ENDIAN.get(buffer, header);
    length = (int) INT_LITTLE_ENDIAN.get(buffer, header + 4);
    storedCrc = (int) INT_LITTLE_ENDIAN.get(buffer, header + 8);
    if (!isHeaderSound(rest - FrameFormat.HEADER_BYTES)) {
      return Step.DAMAGE;
    }
    return payload();
  }

  /// Takes the file to end elsewhere, and forgets what was read ahead.
  void limit(long newEnd) {
    end = newEnd;
    bufferLength = 0;
  }

  /// Goes back to a place where a frame begins.
  void moveTo(long start) {
    next = start;
    offset = start;
    bufferLength = 0;
  }

  private boolean isHeaderSound(long available) {
    boolean known = FrameFormat.isKnownVersion(version);
    boolean tooLong = Integer.compareUnsigned(length, FrameFormat.MAX_PAYLOAD_BYTES) > 0;
    if (!known && (order == CheckOrder.VERSION_FIRST || !tooLong)) {
      damage(
          CorruptionReason.UNSUPPORTED_VERSION,
          "version " + Integer.toUnsignedString(version) + " is neither 5 nor 6");
      return false;
    }
    if (tooLong) {
      damage(
          CorruptionReason.DECODE_FAILURE,
          "a length of " + Integer.toUnsignedString(length) + " exceeds the maximum");
      return false;
    }
    if (available < length) {
      damage(
          CorruptionReason.INCOMPLETE_PAYLOAD,
          available + " of " + length + " payload bytes are there");
      return false;
    }
    if (length == 0) {
      damage(CorruptionReason.DECODE_FAILURE, "a payload without bytes");
      return false;
    }
    return true;
  }

  private Step payload() throws IOException {
    byte @Nullable [] bytes = buffer;
    int start;
    if (FrameFormat.HEADER_BYTES + length <= buffer.length) {
      start = fill(FrameFormat.HEADER_BYTES + length) + FrameFormat.HEADER_BYTES;
    } else {
      bytes = length <= MANY_BYTES ? read(length) : null;
      start = 0;
    }
    int computed = bytes == null ? crcOfFile() : crcOf(bytes, start);
    if (computed != storedCrc) {
      return damage(
          CorruptionReason.CRC_MISMATCH,
          String.format("stored CRC %08x, computed %08x", storedCrc, computed));
    }
    try {
      decoder.decode(version, bytes == null ? read(length) : bytes, start, length);
    } catch (MalformedPayload e) {
      return damage(CorruptionReason.DECODE_FAILURE, e.detail());
    }
    next = offset + FrameFormat.HEADER_BYTES + length;
    return Step.FRAME;
  }

  private int crcOf(byte[] bytes, int start) {
    crc32.reset();
    crc32.update(bytes, start, length);
    return (int) crc32.getValue();
  }

  /// The CRC of a payload that is not held in memory before it is known to be one.
  private int crcOfFile() throws IOException {
    FileBytes.update(crc32, file, offset + FrameFormat.HEADER_BYTES, length);
    return (int) crc32.getValue();
  }

  /// Reads a payload that is larger than the buffer, into an array that serves again unless it is
  /// very large.
  private byte[] read(int bytes) throws IOException {
    byte[] target = large;
    if (target.length < bytes) {
      int enough =
          bytes > MANY_BYTES ? bytes : Math.min(MANY_BYTES, Math.max(bytes, 2 * large.length));
      target = new byte[enough];
      large = bytes > MANY_BYTES ? large : target;
    }
    FileBytes.readFully(file, ByteBuffer.wrap(target, 0, bytes), offset + FrameFormat.HEADER_BYTES);
    return target;
  }

  private Step damage(CorruptionReason found, String words) {
    reason = found;
    detail = words;
    return Step.DAMAGE;
  }

  /// Makes sure that `n` bytes from the cursor on are in the buffer; returns where they begin.
  private int fill(int n) throws IOException {
    long have = bufferStart + bufferLength;
    if (offset < bufferStart || offset > have) {
      bufferStart = offset;
      bufferLength = 0;
    }
    int at = (int) (offset - bufferStart);
    if (bufferLength - at >= n) {
      return at;
    }
    System.arraycopy(buffer, at, buffer, 0, bufferLength - at);
    bufferLength -= at;
    bufferStart = offset;
    int wanted = (int) Math.min(buffer.length, end - offset);
    FileBytes.readFully(
        file,
        ByteBuffer.wrap(buffer, bufferLength, wanted - bufferLength),
        bufferStart + bufferLength);
    bufferLength = wanted;
    return 0;
  }

  /// Where the frame, the damage or the end is.
  long offset() {
    return offset;
  }

  /// Where the file is taken to end.
  long end() {
    return end;
  }

  /// The version of the frame.
  int version() {
    return version;
  }

  /// Place and header of the frame.
  Frame frame() {
    return new Frame(offset, version, length, Integer.toUnsignedLong(storedCrc));
  }

  /// The events of the frame.
  FrameDecoder decoder() {
    return decoder;
  }

  /// What is damaged.
  CorruptionReason reason() {
    return reason;
  }

  /// What exactly was found there.
  String detail() {
    return detail;
  }
}
