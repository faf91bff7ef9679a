package io.actionqueue.cli.terminal;

import io.actionqueue.core.InvalidValue;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON documents as the command line prints them (spec 04 §10.2): indented by two blanks, keys in
/// alphabetical order. Lists of numbers stay on one line.
///
/// Values are `null`, texts, booleans, numbers (`Long` unsigned, `Integer` signed), lists, and maps
/// with text keys.
public final class PrettyJson {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder();

  private PrettyJson() {}

  /// A value on several lines, without a newline at the end.
  public static String pretty(Map<String, ?> document) {
    var json = new PrettyJson();
    json.value(document, 0);
    return json.out.toString();
  }

  /// A text as a JSON string.
  public static String quoted(String text) {
    var json = new PrettyJson();
    json.string(text);
    return json.out.toString();
  }

  private void value(@Nullable Object value, int depth) {
    switch (value) {
      case null -> out.append("null");
      case String text -> string(text);
      case Boolean truth -> out.append(truth.booleanValue());
      case Long number -> out.append(Long.toUnsignedString(number));
      case Integer number -> out.append(number.intValue());
      case Map<?, ?> object -> object(object, depth);
      case List<?> list -> list(list, depth);
      default -> throw new InvalidValue("NotJson", "no JSON for " + value.getClass());
    }
  }

  private void object(Map<?, ?> object, int depth) {
    if (object.isEmpty()) {
      out.append("{}");
      return;
    }
    var sorted = new TreeMap<String, @Nullable Object>();
    object.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    out.append('{');
    Iterator<Map.Entry<String, @Nullable Object>> entries = sorted.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, @Nullable Object> entry = entries.next();
      newLine(depth + 1);
      string(entry.getKey());
      out.append(": ");
      value(entry.getValue(), depth + 1);
      out.append(entries.hasNext() ? "," : "");
    }
    newLine(depth);
    out.append('}');
  }

  private void list(List<?> list, int depth) {
    boolean oneLine = list.isEmpty() || list.getFirst() instanceof Number;
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : oneLine ? ", " : ",");
      if (!oneLine) {
        newLine(depth + 1);
      }
      value(list.get(i), depth + 1);
    }
    if (!oneLine) {
      newLine(depth);
    }
    out.append(']');
  }

  private void newLine(int depth) {
    out.append('\n').repeat("  ", depth);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX[c >>> 4]).append(HEX[c & 15]);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
