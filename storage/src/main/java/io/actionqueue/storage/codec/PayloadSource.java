package io.actionqueue.storage.codec;

import io.actionqueue.core.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads values in the encoding of docs/format/events.md §1, strictly: every departure is a
/// [MalformedPayload], and nothing is allocated by a count or length that the bytes do not cover.
///
/// Reused from payload to payload. Confined to one thread.
public final class PayloadSource {
  private static final VarHandle LONG_BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int ID_BYTES = 16;

  private byte[] bytes = new byte[0];
  private int position;
  private int limit;

  private PayloadSource() {}

  /// A source without bytes: `reset` gives it some.
  public static PayloadSource of() {
    return new PayloadSource();
  }

  /// Begins at `start` of an array and ends before `end`.
  public void reset(byte[] source, int start, int end) {
    bytes = source;
    position = start;
    limit = end;
  }

  public int position() {
    return position;
  }

  public int remaining() {
    return limit - position;
  }

  /// Goes to a position between the start and the end.
  public void moveTo(int target) {
    position = target;
  }

  /// Ends before `end` instead; returns the end so far.
  public int narrow(int end) {
    int before = limit;
    limit = end;
    return before;
  }

  public int u8() throws MalformedPayload {
    if (position >= limit) {
      throw ended();
    }
    return bytes[position++] & 0xff;
  }

  /// An unsigned number of up to 64 bits. Over-long forms are accepted.
  public long varint() throws MalformedPayload {
    if (position < limit && bytes[position] >= 0) {
      return bytes[position++];
    }
    return longVarint(64);
  }

  /// An unsigned number of up to 32 bits. Over-long forms are accepted.
  public long varint32() throws MalformedPayload {
    if (position < limit && bytes[position] >= 0) {
      return bytes[position++];
    }
    return longVarint(32);
  }

  private long longVarint(int bits) throws MalformedPayload {
    long value = 0;
    for (int shift = 0; shift < bits; shift += 7) {
      int next = u8();
      if (shift + 7 > bits && next >>> (bits - shift) != 0) {
        throw new MalformedPayload("a number exceeds " + bits + " bits");
      }
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedPayload("a number exceeds " + bits + " bits");
  }

  /// A signed 64-bit number.
  public long zigzag64() throws MalformedPayload {
    long raw = varint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /// An optional unsigned number.
  public @Nullable Long optionalVarint() throws MalformedPayload {
    return isPresent() ? (Long) varint() : null;
  }

  public int zigzag() throws MalformedPayload {
    int raw = (int) varint32();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /// A number below `bound` that names one of the cases of `what`.
  public int ordinal(int bound, String what) throws MalformedPayload {
    long number = varint32();
    if (number >= bound) {
      throw new MalformedPayload("unknown " + what + " " + number);
    }
    return (int) number;
  }

  /// Whether an optional value follows.
  public boolean isPresent() throws MalformedPayload {
    int tag = u8();
    if (tag > 1) {
      throw new MalformedPayload("the tag of an optional value is " + tag);
    }
    return tag == 1;
  }

  /// The high half of an identifier; [#idLow()] must follow.
  public long idHigh() throws MalformedPayload {
    long length = varint();
    if (length != ID_BYTES) {
      throw new MalformedPayload(
          "an identifier of " + Long.toUnsignedString(length) + " bytes instead of 16");
    }
    if (remaining() < ID_BYTES) {
      throw ended();
    }
    long high = (long) LONG_BIG_ENDIAN.get(bytes, position);
    position += Long.BYTES;
    return high;
  }

  /// The low half, after [#idHigh()].
  public long idLow() {
    long low = (long) LONG_BIG_ENDIAN.get(bytes, position);
    position += Long.BYTES;
    return low;
  }

  public Bytes blob() throws MalformedPayload {
    int length = length();
    Bytes value = Bytes.copyOf(bytes, position, length);
    position += length;
    return value;
  }

  public @Nullable Bytes optionalBlob() throws MalformedPayload {
    return isPresent() ? blob() : null;
  }

  public String text() throws MalformedPayload {
    int length = length();
    int start = position;
    position += length;
    String value = new String(bytes, start, length, StandardCharsets.UTF_8);
    // The lenient decoder leaves this mark where the bytes are malformed; they may also spell it.
    if (value.indexOf('\ufffd') >= 0) {
      checkUtf8(start, length);
    }
    return value;
  }

  public @Nullable String optionalText() throws MalformedPayload {
    return isPresent() ? text() : null;
  }

  public List<String> texts() throws MalformedPayload {
    int count = count();
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(text());
    }
    var values = new ArrayList<String>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      values.add(text());
    }
    return values;
  }

  /// A number of elements, each of which takes at least one byte.
  public int count() throws MalformedPayload {
    return length();
  }

  /// A length in bytes that the rest of the payload covers.
  public int length() throws MalformedPayload {
    long length = varint();
    if (Long.compareUnsigned(length, remaining()) > 0) {
      throw new MalformedPayload(
          Long.toUnsignedString(length) + " bytes or elements where " + remaining() + " remain");
    }
    return (int) length;
  }

  private void checkUtf8(int start, int length) throws MalformedPayload {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, start, length));
    } catch (CharacterCodingException _) {
      throw new MalformedPayload("a text that is not UTF-8");
    }
  }

  private static MalformedPayload ended() {
    return new MalformedPayload("the payload ends inside a value");
  }
}
