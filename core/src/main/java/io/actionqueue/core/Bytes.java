package io.actionqueue.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable byte string, equal by content. Payloads, outputs and ledger entries are held in it.
///
/// Thread-safe. Length 0 to 268,435,456 in anything that is written to a log.
public final class Bytes {
  /// The byte string of length 0.
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// A byte string with a copy of the given bytes.
  public static Bytes copyOf(byte[] source) {
    return source.length == 0 ? EMPTY : new Bytes(source.clone());
  }

  /// A byte string with a copy of `length` bytes from `offset` on.
  public static Bytes copyOf(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, offset, offset + length));
  }

  /// A byte string that takes the array over without a copy: the caller must not touch it
  /// afterwards.
  public static Bytes takeOver(byte[] source) {
    return source.length == 0 ? EMPTY : new Bytes(source);
  }

  /// The UTF-8 bytes of a text.
  public static Bytes utf8(String text) {
    return takeOver(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Number of bytes.
  public int length() {
    return content.length;
  }

  /// Whether there are no bytes.
  public boolean isEmpty() {
    return content.length == 0;
  }

  /// The byte at `index` as a number from 0 to 255.
  public int at(int index) {
    return content[index] & 0xff;
  }

  /// A fresh copy of the bytes.
  public byte[] toArray() {
    return content.clone();
  }

  /// Copies all bytes into `target` from `offset` on.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, content.length);
  }

  /// The bytes decoded as UTF-8; malformed input becomes the replacement character.
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
