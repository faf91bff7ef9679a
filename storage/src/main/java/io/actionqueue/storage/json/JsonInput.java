package io.actionqueue.storage.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The bytes of a JSON text behind a buffer, with the decoding of UTF-8 and of hex digits.
final class JsonInput {
  private static final int FIRST_CAPACITY = 1 << 12;
  private static final int CAPACITY = 1 << 16;
  private static final int END = -1;

  private final JsonSource source;
  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int at;
  private int limit;
  private long consumedBefore;

  JsonInput(JsonSource source) {
    this.source = source;
  }

  long offset() {
    return consumedBefore + at;
  }

  /// The next byte as a number from 0 to 255, without taking it; −1 at the end.
  int peek() throws IOException {
    return at < limit || fill() ? buffer[at] & 0xff : END;
  }

  /// The next byte that is not white space, without taking it; −1 at the end.
  int peekToken() throws IOException {
    int c = peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      at++;
      c = peek();
    }
    return c;
  }

  /// Takes a byte that must be there.
  int take() throws IOException {
    if (at == limit && !fill()) {
      throw new JsonException(offset(), "the text ends too early");
    }
    return buffer[at++] & 0xff;
  }

  /// Takes a byte of a text, which must not be a control character.
  int takeTextByte() throws IOException {
    int c = take();
    if (c < 0x20) {
      throw new JsonException(offset(), "a text has a bare control character");
    }
    return c;
  }

  /// Takes the rest of a text with its closing quote, if all of it is buffered, ASCII and free of
  /// escapes.
  @Nullable String takePlainText() {
    for (int i = at; i < limit; i++) {
      byte c = buffer[i];
      if (c == '"') {
        var text = new String(buffer, at, i - at, StandardCharsets.ISO_8859_1);
        at = i + 1;
        return text;
      }
      if (c < 0x20 || c == '\\') {
        return null;
      }
    }
    return null;
  }

  /// Takes the rest of a UTF-8 sequence of two to four bytes; over-long forms and surrogates are
  /// refused.
  int takeMultiByte(int lead) throws IOException {
    int extra = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
    int point = lead & 0x3f >> extra;
    for (int i = 0; i < extra; i++) {
      int c = take();
      if ((c & 0xc0) != 0x80) {
        throw malformed();
      }
      point = (point << 6) | (c & 0x3f);
    }
    boolean overlong = (extra == 2 && point < 0x800) || (extra == 3 && point < 0x10000);
    if (extra == 0 || overlong || point > Character.MAX_CODE_POINT || isSurrogate(point)) {
      throw malformed();
    }
    return point;
  }

  int takeHex4() throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(take(), 16);
      if (digit < 0) {
        throw new JsonException(offset(), "an escape needs four hex digits");
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private JsonException malformed() {
    return new JsonException(offset(), "the text is not UTF-8");
  }

  /// Reads on, in larger pieces where there is more than a little.
  private boolean fill() throws IOException {
    consumedBefore += limit;
    if (limit == FIRST_CAPACITY && buffer.length < CAPACITY) {
      buffer = new byte[CAPACITY];
    }
    at = 0;
    limit = 0;
    int read = source.read(buffer, 0, buffer.length);
    if (read <= 0) {
      return false;
    }
    limit = read;
    return true;
  }
}
