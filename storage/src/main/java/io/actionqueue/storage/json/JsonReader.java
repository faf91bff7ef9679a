package io.actionqueue.storage.json;

import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A JSON text that is read value by value, strictly: RFC 8259 without extensions, integers only as
/// integers, UTF-8 only as UTF-8.
///
/// The caller says which type comes next. Memory is bounded by the longest text or byte string that
/// is asked for; skipped values cost none, at any size. Confined to one thread. After an exception
/// the reader is of no more use.
public final class JsonReader {
  /// How deep a skipped value may be nested.
  public static final int MAX_DEPTH = 1 << 16;

  private static final long MAX_U32 = 0xffff_ffffL;
  private static final long MAX_U64_TENTH = 1_844_674_407_370_955_161L;
  private static final int END = -1;

  private final JsonInput in;
  private boolean fresh;

  private JsonReader(JsonSource source) {
    this.in = new JsonInput(source);
  }

  /// A text from `source`.
  public static JsonReader of(JsonSource source) {
    return new JsonReader(source);
  }

  /// Bytes read so far.
  public long offset() {
    return in.offset();
  }

  /// Enters an object.
  public void beginObject() throws IOException {
    expect('{', "an object");
    fresh = true;
  }

  /// The next key of the object, or null after the last one, which leaves the object.
  public @Nullable String nextName() throws IOException {
    if (!advance('}')) {
      return null;
    }
    String name = text();
    expect(':', "':'");
    return name;
  }

  /// Enters an array.
  public void beginArray() throws IOException {
    expect('[', "an array");
    fresh = true;
  }

  /// Whether another element follows; false leaves the array.
  public boolean nextElement() throws IOException {
    return advance(']');
  }

  /// Takes a null if one comes next.
  ///
  /// @return whether there was one
  public boolean takeNull() throws IOException {
    if (in.peekToken() != 'n') {
      return false;
    }
    word("null");
    return true;
  }

  /// Whether a text comes next.
  public boolean isText() throws IOException {
    return in.peekToken() == '"';
  }

  /// Reads a text.
  public String text() throws IOException {
    expect('"', "a text");
    String plain = in.takePlainText();
    return plain != null ? plain : longText();
  }

  /// Reads `true` or `false`.
  public boolean bool() throws IOException {
    boolean value = in.peekToken() == 't';
    word(value ? "true" : "false");
    return value;
  }

  /// Reads a number from 0 to 2^64−1.
  public long unsigned64() throws IOException {
    return magnitude(-1L, "an unsigned 64-bit number");
  }

  /// Reads a number from 0 to 2^32−1.
  public long unsigned32() throws IOException {
    return magnitude(MAX_U32, "an unsigned 32-bit number");
  }

  /// Reads a number from 0 to 255.
  public int unsigned8() throws IOException {
    return (int) magnitude(255, "a number from 0 to 255");
  }

  /// Reads a number from −2^31 to 2^31−1.
  public int signed32() throws IOException {
    boolean negative = in.peekToken() == '-';
    if (negative) {
      in.take();
      if (!isDigit(in.peek()) || in.peek() == '0') {
        throw fault("a signed 32-bit number was expected, found '-' without a number behind it");
      }
    }
    long limit = negative ? 1L << 31 : (1L << 31) - 1;
    long magnitude = magnitude(limit, "a signed 32-bit number");
    return (int) (negative ? -magnitude : magnitude);
  }

  /// Reads an array of numbers from 0 to 255.
  public Bytes bytes() throws IOException {
    var content = new byte[64];
    int length = 0;
    beginArray();
    while (nextElement()) {
      if (length == content.length) {
        content = Arrays.copyOf(content, length * 2);
      }
      content[length++] = (byte) unsigned8();
    }
    return Bytes.copyOf(content, 0, length);
  }

  /// Passes over one value of any kind.
  public void skipValue() throws IOException {
    var objects = new BitSet();
    int depth = 0;
    do {
      int token = in.peekToken();
      if (token == '{' || token == '[') {
        if (depth == MAX_DEPTH) {
          throw fault("values are nested deeper than " + MAX_DEPTH);
        }
        objects.set(depth++, token == '{');
        in.take();
        fresh = true;
      } else {
        skipScalar(token);
      }
      while (depth > 0 && !(objects.get(depth - 1) ? skipName() : nextElement())) {
        depth--;
      }
    } while (depth > 0);
  }

  /// Checks that nothing but white space follows.
  public void end() throws IOException {
    if (in.peekToken() != END) {
      throw fault("something follows the end of the text");
    }
  }

  /// A fault at the present place.
  public JsonException fault(String message) {
    return new JsonException(in.offset(), message);
  }

  private boolean advance(char closing) throws IOException {
    int token = in.peekToken();
    if (token == closing) {
      in.take();
      fresh = false;
      return false;
    }
    if (!fresh) {
      expect(',', "',' or '" + closing + "'");
    }
    fresh = false;
    return true;
  }

  private boolean skipName() throws IOException {
    if (!advance('}')) {
      return false;
    }
    expect('"', "a key");
    skipText();
    expect(':', "':'");
    return true;
  }

  private void skipScalar(int token) throws IOException {
    switch (token) {
      case '"' -> {
        in.take();
        skipText();
      }
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> skipNumber();
    }
  }

  private void skipNumber() throws IOException {
    if (in.peek() == '-') {
      in.take();
    }
    if (in.peek() == '0') {
      in.take();
    } else {
      skipDigits();
    }
    if (in.peek() == '.') {
      in.take();
      skipDigits();
    }
    if (in.peek() == 'e' || in.peek() == 'E') {
      in.take();
      if (in.peek() == '+' || in.peek() == '-') {
        in.take();
      }
      skipDigits();
    }
  }

  private void skipDigits() throws IOException {
    if (!isDigit(in.peek())) {
      throw unexpected("a value");
    }
    while (isDigit(in.peek())) {
      in.take();
    }
  }

  private long magnitude(long max, String type) throws IOException {
    if (!isDigit(in.peekToken())) {
      throw unexpected(type);
    }
    int first = in.take() - '0';
    long value = first;
    boolean leadingZero = value == 0;
    while (isDigit(in.peek())) {
      int digit = in.take() - '0';
      if (leadingZero || !hasRoomFor(value, digit)) {
        throw fault(type + " was expected, found a number out of range or with a leading zero");
      }
      value = value * 10 + digit;
    }
    int next = in.peek();
    if (next == '.' || next == 'e' || next == 'E' || Long.compareUnsigned(value, max) > 0) {
      throw fault(type + " was expected, found a fraction or a number out of range");
    }
    return value;
  }

  private static boolean hasRoomFor(long value, int digit) {
    boolean small = value >= 0 && value < MAX_U64_TENTH;
    return small || (value == MAX_U64_TENTH && digit <= 5);
  }

  private String longText() throws IOException {
    var out = new StringBuilder();
    for (int c = in.takeTextByte(); c != '"'; c = in.takeTextByte()) {
      if (c == '\\') {
        out.appendCodePoint(escape());
      } else if (c < 0x80) {
        out.append((char) c);
      } else {
        out.appendCodePoint(in.takeMultiByte(c));
      }
    }
    return out.toString();
  }

  private void skipText() throws IOException {
    for (int c = in.takeTextByte(); c != '"'; c = in.takeTextByte()) {
      if (c == '\\') {
        int kind = in.take();
        if (kind == 'u') {
          in.takeHex4();
        } else {
          simpleEscape(kind);
        }
      } else if (c >= 0x80) {
        in.takeMultiByte(c);
      }
    }
  }

  private int escape() throws IOException {
    int kind = in.take();
    if (kind != 'u') {
      return simpleEscape(kind);
    }
    int unit = in.takeHex4();
    if (!Character.isSurrogate((char) unit)) {
      return unit;
    }
    if (Character.isHighSurrogate((char) unit) && in.take() == '\\' && in.take() == 'u') {
      int low = in.takeHex4();
      if (Character.isLowSurrogate((char) low)) {
        return Character.toCodePoint((char) unit, (char) low);
      }
    }
    throw fault("a text has an unpaired surrogate");
  }

  private int simpleEscape(int kind) throws IOException {
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      default -> throw fault("a text has an unknown escape");
    };
  }

  private void word(String word) throws IOException {
    for (int i = 0; i < word.length(); i++) {
      if (in.peek() != word.charAt(i)) {
        throw unexpected(word);
      }
      in.take();
    }
  }

  private void expect(char token, String what) throws IOException {
    if (in.peekToken() != token) {
      throw unexpected(what);
    }
    in.take();
  }

  private JsonException unexpected(String expected) throws IOException {
    int token = in.peek();
    String found = token == END ? "the end" : token < 0x7f ? "'" + (char) token + "'" : "a byte";
    return fault(expected + " was expected, found " + found);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
