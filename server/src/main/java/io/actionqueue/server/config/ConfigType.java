package io.actionqueue.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Which texts a key takes.
///
/// @param accepted what the documentation says is accepted
/// @param check throws an [IllegalArgumentException] with what was expected
record ConfigType(String accepted, Consumer<String> check) {
  /// The text that switches something optional off.
  static final String OFF = "off";

  static ConfigType onOff() {
    return new ConfigType("`true`, `false`", ConfigType::parseFlag);
  }

  static ConfigType text() {
    return new ConfigType("text", _ -> {});
  }

  static ConfigType path() {
    return new ConfigType("path", _ -> {});
  }

  static ConfigType list(String entry) {
    return new ConfigType("comma-separated " + entry, ConfigType::parseList);
  }

  static ConfigType address() {
    return new ConfigType("`IP:PORT`", SocketAddressText::parse);
  }

  static ConfigType addressOrOff() {
    return new ConfigType(
        "`IP:PORT`, `off`",
        text -> {
          if (!isOff(text)) {
            SocketAddressText.parse(text);
          }
        });
  }

  static ConfigType number(long min, long max) {
    return new ConfigType(min + " to " + max, text -> parseNumber(text, min, max));
  }

  static ConfigType numberOrOff(long min, long max) {
    return new ConfigType(
        min + " to " + max + ", `off`",
        text -> {
          if (!isOff(text)) {
            parseNumber(text, min, max);
          }
        });
  }

  static ConfigType oneOf(String... words) {
    List<String> all = List.of(words);
    return new ConfigType(
        String.join(", ", all.stream().map(word -> "`" + word + "`").toList()),
        text -> {
          if (!all.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("expected one of " + all + ", was '" + text + "'");
          }
        });
  }

  static ConfigType of(String accepted, Consumer<String> parse) {
    return new ConfigType(accepted, parse);
  }

  static boolean isOff(String text) {
    return text.isEmpty() || text.equalsIgnoreCase(OFF);
  }

  static boolean parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false, was '" + text + "'");
    };
  }

  static long parseNumber(String text, long min, long max) {
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below, with the text.
    }
    throw new IllegalArgumentException(
        "expected an integer from " + min + " to " + max + ", was '" + text + "'");
  }

  /// Entries without the blanks around them; empty ones are passed over.
  static List<String> parseList(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(e -> !e.isEmpty()).toList();
  }
}
