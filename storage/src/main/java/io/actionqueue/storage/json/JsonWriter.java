package io.actionqueue.storage.json;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.Identifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A compact JSON text under construction: no white space, the escapes of spec 01 §8.2, everything
/// else raw UTF-8.
///
/// Confined to one thread. Bytes reach the sink in chunks of at most 64 KiB; [#flush()] hands over
/// the rest. Balanced brackets are the caller's duty.
public final class JsonWriter {
  private static final int CAPACITY = 1 << 16;
  private static final int LONGEST_ATOM = 24;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final JsonSink sink;
  private final byte[] buffer = new byte[CAPACITY];
  private int used;
  private boolean commaDue;

  private JsonWriter(JsonSink sink) {
    this.sink = sink;
  }

  /// A text that goes to `sink`.
  public static JsonWriter of(JsonSink sink) {
    return new JsonWriter(sink);
  }

  /// A text that goes to `target` as characters. Flush it at the end.
  public static JsonWriter to(Appendable target) {
    return new JsonWriter((bytes, offset, length) ->
        target.append(new String(bytes, offset, length, StandardCharsets.UTF_8)));
  }

  /// Opens an object.
  public JsonWriter beginObject() throws IOException {
    return open('{');
  }

  /// Closes an object.
  public JsonWriter endObject() throws IOException {
    return close('}');
  }

  /// Opens an array.
  public JsonWriter beginArray() throws IOException {
    return open('[');
  }

  /// Closes an array.
  public JsonWriter endArray() throws IOException {
    return close(']');
  }

  /// Writes a key; its value must follow.
  public JsonWriter name(String key) throws IOException {
    separate();
    quoted(key);
    put(':');
    commaDue = false;
    return this;
  }

  /// Writes a text, or null.
  ///
  /// @throws JsonException if the text holds an unpaired surrogate
  public JsonWriter text(@Nullable String value) throws IOException {
    if (value == null) {
      return nullValue();
    }
    separate();
    quoted(value);
    return this;
  }

  /// Writes an identifier in its 36-character form, or null.
  public JsonWriter id(@Nullable Identifier value) throws IOException {
    return text(value == null ? null : value.toString());
  }

  /// Writes an unsigned 64-bit number, or null.
  public JsonWriter unsigned(@Nullable Long value) throws IOException {
    return value == null ? nullValue() : literal(Long.toUnsignedString(value));
  }

  /// Writes a signed number.
  public JsonWriter signed(int value) throws IOException {
    return literal(Integer.toString(value));
  }

  /// Writes `true` or `false`.
  public JsonWriter bool(boolean value) throws IOException {
    return literal(value ? "true" : "false");
  }

  /// Writes `null`.
  public JsonWriter nullValue() throws IOException {
    return literal("null");
  }

  /// Writes a byte string as an array of numbers from 0 to 255, or null.
  public JsonWriter bytes(@Nullable Bytes value) throws IOException {
    if (value == null) {
      return nullValue();
    }
    beginArray();
    for (int i = 0; i < value.length(); i++) {
      room();
      if (i > 0) {
        put(',');
      }
      number(value.at(i));
    }
    return endArray();
  }

  /// Starts a new line, which only line-oriented views do, between two complete values.
  public JsonWriter newLine() throws IOException {
    room();
    put('\n');
    commaDue = false;
    return this;
  }

  /// Hands everything that was written to the sink.
  public void flush() throws IOException {
    if (used > 0) {
      int length = used;
      used = 0;
      sink.write(buffer, 0, length);
    }
  }

  private JsonWriter open(char bracket) throws IOException {
    separate();
    put(bracket);
    commaDue = false;
    return this;
  }

  private JsonWriter close(char bracket) throws IOException {
    room();
    put(bracket);
    commaDue = true;
    return this;
  }

  private JsonWriter literal(String ascii) throws IOException {
    separate();
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
    return this;
  }

  private void separate() throws IOException {
    room();
    if (commaDue) {
      put(',');
    }
    commaDue = true;
  }

  private void number(int value) {
    if (value >= 100) {
      put((char) ('0' + value / 100));
    }
    if (value >= 10) {
      put((char) ('0' + value / 10 % 10));
    }
    put((char) ('0' + value % 10));
  }

  private void quoted(String value) throws IOException {
    put('"');
    for (int i = 0; i < value.length(); i++) {
      room();
      char c = value.charAt(i);
      if (c >= 0x80) {
        i += nonAscii(value, i);
      } else if (c < 0x20 || c == '"' || c == '\\') {
        escaped(c);
      } else {
        put(c);
      }
    }
    room();
    put('"');
  }

  private void escaped(char c) {
    put('\\');
    switch (c) {
      case '"', '\\' -> put(c);
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      default -> {
        put('u');
        put('0');
        put('0');
        put(HEX[c >>> 4]);
        put(HEX[c & 15]);
      }
    }
  }

  /// Writes the code point at `index`; returns how many more characters than one it took.
  private int nonAscii(String value, int index) throws IOException {
    int point = value.codePointAt(index);
    if (point < 0x800) {
      raw(0xc0 | (point >>> 6));
    } else if (point < 0x10000) {
      if (Character.isSurrogate((char) point)) {
        throw new JsonException(-1, "text has an unpaired surrogate at character " + index);
      }
      raw(0xe0 | (point >>> 12));
      raw(0x80 | ((point >>> 6) & 0x3f));
    } else {
      raw(0xf0 | (point >>> 18));
      raw(0x80 | ((point >>> 12) & 0x3f));
      raw(0x80 | ((point >>> 6) & 0x3f));
    }
    raw(0x80 | (point & 0x3f));
    return Character.charCount(point) - 1;
  }

  private void room() throws IOException {
    if (CAPACITY - used < LONGEST_ATOM) {
      flush();
    }
  }

  private void put(char ascii) {
    buffer[used++] = (byte) ascii;
  }

  private void raw(int octet) {
    buffer[used++] = (byte) octet;
  }
}
