package io.actionqueue.core.cron;

import io.actionqueue.core.InvalidValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// Reads the grammar of spec 02 §2.4 by recursive descent.
///
/// ```
/// expression = shorthand | field{6,7}
/// field      = item ("," item)*
/// item       = ("*" | "?" | number | number "-" number | name "-" name) ["/" number] | name
/// ```
///
/// Blanks may stand around numbers, names and whole fields, and may be left out between fields
/// where nothing becomes ambiguous. They may not stand between `*` or `?` and an operator: there
/// they end the field.
final class CronParser {
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "@yearly", "0 0 0 1 1 *",
          "@monthly", "0 0 0 1 * *",
          "@weekly", "0 0 0 * * 1",
          "@daily", "0 0 0 * * *",
          "@hourly", "0 0 * * * *");

  private static final long MAX_U32 = 0xffff_ffffL;
  private static final String BLANKS = " \t\r\n";

  private final String text;
  private CronField field = CronField.SECOND;
  private int at;

  private CronParser(String text) {
    this.text = text;
  }

  /// The values that each of the seven fields allows, never none; bit 0 stands for the field's
  /// smallest number.
  static List<BitSet> parse(String text) {
    var parser = new CronParser(text);
    parser.skipBlanks();
    return parser.peek() == '@' ? parser.shorthand() : parser.fields();
  }

  private List<BitSet> shorthand() {
    int start = at;
    int end = text.length();
    while (BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    String longhand = SHORTHANDS.get(text.substring(start, end));
    if (longhand == null) {
      throw refused(
          "",
          start,
          "unknown shorthand '"
              + text.substring(start, end)
              + "'; @yearly, @monthly, @weekly, @daily and @hourly are known");
    }
    return new CronParser(longhand).fields();
  }

  private List<BitSet> fields() {
    var fields = new ArrayList<BitSet>();
    for (CronField next : CronField.values()) {
      field = next;
      skipBlanks();
      boolean leftOut = next == CronField.YEAR && at == text.length();
      fields.add(leftOut ? all() : list());
      skipBlanks();
    }
    if (at < text.length()) {
      throw refused("", at, "unexpected " + found() + " after the last field");
    }
    return fields;
  }

  private BitSet list() {
    BitSet values = item();
    while (peek() == ',') {
      at++;
      values.or(item());
    }
    return values;
  }

  private BitSet item() {
    if (peek() == '*' || peek() == '?') {
      return everything();
    }
    skipBlanks();
    if (isDigit(peek())) {
      return numbers();
    }
    if (isLetter(peek())) {
      return names();
    }
    throw refusedHere(at, "expected a value but found " + found() + hintForEnd());
  }

  private BitSet everything() {
    if (peek() == '?' && !field.allowsQuestionMark()) {
      throw refusedHere(at, "'?' is allowed for day of month and day of week only");
    }
    at++;
    return stepped(all());
  }

  private BitSet numbers() {
    int start = at;
    int first = value();
    if (peek() == '-') {
      at++;
      skipBlanks();
      if (!isDigit(peek())) {
        throw refusedHere(at, "expected a number after '-' but found " + found());
      }
      return stepped(range(start, first, value()));
    }
    // A step after a single number means: from there to the field's maximum.
    return stepped(range(start, first, peek() == '/' ? field.max() : first));
  }

  private BitSet names() {
    int start = at;
    int first = name();
    if (peek() == '-') {
      at++;
      skipBlanks();
      if (!isLetter(peek())) {
        throw refusedHere(at, "expected a name after '-' but found " + found());
      }
      return stepped(range(start, first, name()));
    }
    if (peek() == '/') {
      throw refusedHere(at, "a single name cannot take a step; write a range or a number");
    }
    return range(start, first, first);
  }

  private BitSet range(int start, int first, int last) {
    if (first > last) {
      throw refusedHere(start, "the range " + first + "-" + last + " does not ascend");
    }
    var values = new BitSet();
    values.set(first - field.min(), last - field.min() + 1);
    return values;
  }

  private BitSet stepped(BitSet base) {
    if (peek() != '/') {
      return base;
    }
    at++;
    skipBlanks();
    if (!isDigit(peek())) {
      throw refusedHere(at, "expected a step after '/' but found " + found());
    }
    int start = at;
    long step = number();
    if (step == 0) {
      throw refusedHere(start, "a step must be at least 1, was 0");
    }
    // All bases are contiguous.
    var values = new BitSet();
    for (long bit = base.nextSetBit(0); bit < base.length(); bit += step) {
      values.set((int) bit);
    }
    return values;
  }

  private int value() {
    int start = at;
    long value = number();
    if (value < field.min() || value > field.max()) {
      throw refusedHere(
          start,
          value + " is out of range, " + field.min() + " to " + field.max() + " are allowed");
    }
    return (int) value;
  }

  private int name() {
    int start = at;
    while (isLetter(peek())) {
      at++;
    }
    String name = text.substring(start, at);
    skipBlanks();
    if (!field.hasNames()) {
      throw refusedHere(start, "names are not allowed here, found '" + name + "'");
    }
    int value = field.numberOf(name);
    if (value < 0) {
      throw refusedHere(start, "unknown name '" + name + "'");
    }
    return value;
  }

  /// Reads digits and the blanks behind them.
  private long number() {
    int start = at;
    long value = 0;
    while (isDigit(peek())) {
      value = Math.min(value * 10 + (peek() - '0'), MAX_U32 + 1);
      at++;
    }
    if (value > MAX_U32) {
      throw refusedHere(start, "the number " + text.substring(start, at) + " is too large");
    }
    skipBlanks();
    return value;
  }

  private BitSet all() {
    var values = new BitSet();
    values.set(0, field.max() - field.min() + 1);
    return values;
  }

  private void skipBlanks() {
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /// The next character, or 0 at the end: no item begins or goes on with it.
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private String found() {
    if (at >= text.length()) {
      return "the end";
    }
    int codePoint = text.codePointAt(at);
    return Character.isISOControl(codePoint)
        ? String.format("U+%04X", codePoint)
        : "'" + Character.toString(codePoint) + "'";
  }

  private String hintForEnd() {
    return at >= text.length()
        ? "; six or seven fields are needed, the first one is the second"
        : "";
  }

  private InvalidValue refusedHere(int position, String reason) {
    return refused(field.label() + " (field " + (field.ordinal() + 1) + "), ", position, reason);
  }

  private InvalidValue refused(String place, int position, String reason) {
    return new InvalidValue(
        "CronPolicyError",
        "cron expression '" + text + "': " + place + "column " + (position + 1) + ": " + reason);
  }
}
