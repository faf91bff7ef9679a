package io.actionqueue.storage.codec;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.Identifier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A growing array that takes values in the encoding of docs/format/events.md §1.
///
/// What has no form on disk is remembered instead of thrown ([#refusal()]), and what exceeds the
/// limit is counted instead of kept ([#size(int)]), so that the caller checks once for a whole
/// batch and takes everything of it back. Confined to one thread.
public final class PayloadSink {
  private static final VarHandle LONG_BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MAX_VARINT_BYTES = 10;
  private static final int ID_BYTES = 16;

  /// Up to this many chars a text's length takes one byte, whatever the chars are.
  private static final int SHORT_TEXT_CHARS = 42;

  private final int limit;
  private byte[] bytes;
  private int position;
  private long dropped;
  private @Nullable String refusal;

  private PayloadSink(int initialBytes, int limit) {
    this.bytes = new byte[initialBytes];
    this.limit = limit;
  }

  /// A sink for at most `limit` bytes.
  public static PayloadSink of(int initialBytes, int limit) {
    return new PayloadSink(initialBytes, limit);
  }

  /// The array behind the sink; it changes when the sink grows.
  public byte[] array() {
    return bytes;
  }

  /// The end of what was taken.
  public int position() {
    return position;
  }

  /// Bytes taken since `mark`, those beyond the limit included.
  public long size(int mark) {
    return position - mark + dropped;
  }

  /// Whether something was beyond the limit.
  public boolean isOverfull() {
    return dropped > 0;
  }

  /// Why something taken has no form on disk; null if everything has one.
  public @Nullable String refusal() {
    return refusal;
  }

  /// Takes back everything behind `mark`.
  public void rollback(int mark) {
    position = mark;
    dropped = 0;
    refusal = null;
  }

  /// Notes that a value has no form on disk.
  public void refuse(String reason) {
    if (refusal == null) {
      refusal = reason;
    }
  }

  public void u8(int value) {
    if (reserve(1)) {
      bytes[position++] = (byte) value;
    }
  }

  /// An unsigned number of up to 64 bits in its shortest form.
  public void varint(long value) {
    if (!reserve(MAX_VARINT_BYTES)) {
      dropped += varintBytes(value) - MAX_VARINT_BYTES;
      return;
    }
    position = putVarint(bytes, position, value);
  }

  /// An unsigned number that must fit 32 bits.
  public void varint32(long value, String what) {
    if (value >>> 32 != 0) {
      refuse(what + " exceeds 32 bits: " + Long.toUnsignedString(value));
    }
    varint(value);
  }

  /// A signed number: small magnitudes take few bytes.
  public void zigzag64(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  public void zigzag(int value) {
    varint(((value << 1) ^ (value >> 31)) & 0xffff_ffffL);
  }

  public void id(Identifier id) {
    if (reserve(ID_BYTES + 1)) {
      bytes[position] = ID_BYTES;
      LONG_BIG_ENDIAN.set(bytes, position + 1, id.high());
      LONG_BIG_ENDIAN.set(bytes, position + 9, id.low());
      position += ID_BYTES + 1;
    }
  }

  public void optionalId(@Nullable Identifier id) {
    if (id == null) {
      u8(0);
      return;
    }
    u8(1);
    id(id);
  }

  public void blob(Bytes value) {
    varint(value.length());
    if (reserve(value.length())) {
      value.copyTo(bytes, position);
      position += value.length();
    }
  }

  public void text(String value) {
    int chars = value.length();
    int encoded = chars <= SHORT_TEXT_CHARS ? -1 : utf8Bytes(value);
    if (encoded >= 0) {
      varint(encoded);
      if (reserve(encoded)) {
        putUtf8(value);
      }
      return;
    }
    if (reserve(1 + 3 * chars)) {
      int lengthAt = position++;
      putUtf8(value);
      bytes[lengthAt] = (byte) (position - lengthAt - 1);
    } else {
      dropped += utf8Bytes(value) - 3L * chars;
    }
  }

  public void optionalText(@Nullable String value) {
    if (value == null) {
      u8(0);
      return;
    }
    u8(1);
    text(value);
  }

  /// An optional unsigned number.
  public void optionalVarint(@Nullable Long value) {
    if (value == null) {
      u8(0);
      return;
    }
    u8(1);
    varint(value);
  }

  /// An optional byte string.
  public void optionalBlob(@Nullable Bytes value) {
    if (value == null) {
      u8(0);
      return;
    }
    u8(1);
    blob(value);
  }

  /// A list of texts.
  public void texts(List<String> values) {
    varint(values.size());
    for (String value : values) {
      text(value);
    }
  }

  /// Opens room for an enclosed part whose length stands before it; give the result to
  /// [#endEnclosed(int)].
  public int beginEnclosed() {
    u8(0);
    return position;
  }

  /// Puts the length before the part that began at `start`.
  public void endEnclosed(int start) {
    int length = position - start;
    if (dropped > 0) {
      // Nothing of this will be written; only its size will be told.
      dropped += varintBytes(length + dropped) - 1;
      return;
    }
    int extra = varintBytes(length) - 1;
    if (extra > 0) {
      if (!reserve(extra)) {
        return;
      }
      System.arraycopy(bytes, start, bytes, start + extra, length);
      position += extra;
    }
    putVarint(bytes, start - 1, length);
  }

  /// Room for `n` more bytes; where that is beyond the limit they are counted and dropped.
  private boolean reserve(int n) {
    if (n <= bytes.length - position) {
      return true;
    }
    return grow(n);
  }

  private boolean grow(int n) {
    long wanted = (long) position + n;
    if (wanted > limit) {
      dropped += n;
      return false;
    }
    long doubled = Math.max(wanted, 2L * bytes.length);
    bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, limit));
    return true;
  }

  private void putUtf8(String value) {
    byte[] target = bytes;
    int at = position;
    int chars = value.length();
    for (int i = 0; i < chars; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        target[at++] = (byte) c;
      } else if (c < 0x800) {
        target[at++] = (byte) (0xc0 | (c >> 6));
        target[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        target[at++] = (byte) (0xe0 | (c >> 12));
        target[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        target[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (isPair(value, i)) {
        int codePoint = Character.toCodePoint(c, value.charAt(++i));
        target[at++] = (byte) (0xf0 | (codePoint >> 18));
        target[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
        target[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        target[at++] = (byte) (0x80 | (codePoint & 0x3f));
      } else {
        refuse("text with an unpaired surrogate at index " + i);
      }
    }
    position = at;
  }

  private int utf8Bytes(String value) {
    long size = 0;
    int chars = value.length();
    for (int i = 0; i < chars; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        size++;
      } else if (c < 0x800) {
        size += 2;
      } else if (!Character.isSurrogate(c)) {
        size += 3;
      } else if (isPair(value, i)) {
        size += 4;
        i++;
      } else {
        refuse("text with an unpaired surrogate at index " + i);
      }
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  private static boolean isPair(String value, int index) {
    return Character.isHighSurrogate(value.charAt(index))
        && index + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(index + 1));
  }

  /// Writes a number's shortest form and returns the position behind it.
  public static int putVarint(byte[] target, int at, long value) {
    long rest = value;
    int position = at;
    while ((rest & ~0x7fL) != 0) {
      target[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[position++] = (byte) rest;
    return position;
  }

  /// The length of a number's shortest form: 1 to 10.
  public static int varintBytes(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }

  /// Writes 32 bits, the lowest first.
  public static void putInt(byte[] target, int at, int value) {
    INT_LITTLE_ENDIAN.set(target, at, value);
  }
}
