package io.actionqueue.core.id;

import io.actionqueue.core.InvalidValue;

/// Text form of identifiers (spec 02 §2.1): strict on reading, one form on writing.
final class IdText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int HYPHENATED = 36;

  private IdText() {}

  static String print(long high, long low) {
    var out = new char[HYPHENATED];
    int at = 0;
    for (int i = 0; i < 32; i++) {
      if (i == 8 || i == 12 || i == 16 || i == 20) {
        out[at++] = '-';
      }
      long half = i < 16 ? high : low;
      out[at++] = HEX[(int) (half >>> (60 - 4 * (i & 15))) & 15];
    }
    return new String(out);
  }

  /// Reads the hyphenated form, 32 hex digits, the hyphenated form in braces, or `urn:uuid:` and
  /// the hyphenated form; hex digits in either case. Anything else is refused.
  static long[] parse(String text, String what) {
    String body = text;
    if (body.startsWith("urn:uuid:")) {
      body = requireHyphenated(text, body.substring(9), what);
    } else if (body.startsWith("{") && body.endsWith("}") && body.length() == HYPHENATED + 2) {
      body = requireHyphenated(text, body.substring(1, HYPHENATED + 1), what);
    }
    boolean hyphenated = body.length() == HYPHENATED;
    if (!hyphenated && body.length() != 32) {
      throw malformed(text, what);
    }
    var halves = new long[2];
    int digits = 0;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (hyphenated && (i == 8 || i == 13 || i == 18 || i == 23)) {
        if (c != '-') {
          throw malformed(text, what);
        }
        continue;
      }
      int value = hexValue(c);
      if (value < 0) {
        throw malformed(text, what);
      }
      halves[digits >>> 4] = (halves[digits >>> 4] << 4) | value;
      digits++;
    }
    return halves;
  }

  /// First half of a UUID of version 4 (RFC 9562 §5.4) from 64 random bits.
  static long version4High(long random) {
    return (random & 0xffff_ffff_ffff_0fffL) | 0x4000L;
  }

  /// Second half, with the variant bits of RFC 9562 §4.1.
  static long version4Low(long random) {
    return (random & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
  }

  /// Hash of two halves of which either may be constant.
  static int hash(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 29)) * 0x9e3779b97f4a7c15L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  private static String requireHyphenated(String text, String body, String what) {
    if (body.length() != HYPHENATED) {
      throw malformed(text, what);
    }
    return body;
  }

  private static int hexValue(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  private static InvalidValue malformed(String text, String what) {
    return new InvalidValue("MalformedId", "not a UUID for " + what + ": '" + text + "'");
  }
}
