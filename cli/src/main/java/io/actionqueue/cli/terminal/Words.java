package io.actionqueue.cli.terminal;

import io.actionqueue.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Values in words for people. What others submitted is printed so that it cannot move the cursor.
public final class Words {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Words() {}

  /// An epoch second as an ISO instant in UTC; as a bare number beyond the calendar.
  public static String instant(long epochSecond) {
    try {
      if (epochSecond >= 0) {
        return Instant.ofEpochSecond(epochSecond).toString();
      }
    } catch (DateTimeException _) {
      // Said below.
    }
    return Long.toUnsignedString(epochSecond);
  }

  /// How far an instant is from now: `now`, `3m ago`, `in 2h`.
  public static String distance(long epochSecond, long now) {
    long seconds = epochSecond - now;
    if (epochSecond < 0 || seconds == 0) {
      return epochSecond < 0 ? "never" : "now";
    }
    return seconds > 0 ? "in " + duration(seconds) : duration(-seconds) + " ago";
  }

  /// A duration in its largest unit, such as `90s`, `3m`, `2h` or `5d`.
  public static String duration(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + "s";
    }
    if (seconds < 2 * HOUR) {
      return seconds / MINUTE + "m";
    }
    return seconds < 2 * DAY ? seconds / HOUR + "h" : seconds / DAY + "d";
  }

  /// A size, such as `512 B` or `3.4 MiB`.
  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = bytes;
    int unit = -1;
    while (value >= 1024) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /// A number with its noun: `1 run`, `3 runs`.
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /// A text on one line, control characters shown as `\n`, `\t` or `\xNN`.
  public static String plain(@Nullable String text) {
    if (text == null) {
      return "-";
    }
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean control = c < 0x20 || (c >= 0x7f && c < 0xa0);
          out.append(control ? String.format("\\x%02x", (int) c) : Character.toString(c));
        }
      }
    }
    return out.toString();
  }

  /// A text on one line of at most so many characters, cut with an ellipsis.
  public static String brief(@Nullable String text, int limit) {
    String line = plain(text);
    return line.length() <= limit ? line : line.substring(0, limit - 1) + "…";
  }

  /// Bytes as text if they are UTF-8, otherwise how many there are.
  public static String bytes(Bytes bytes, int limit) {
    if (bytes.isEmpty()) {
      return "-";
    }
    String text = text(bytes);
    return text == null ? count(bytes.length(), "byte") + ", not text" : brief(text, limit);
  }

  /// Bytes as text, null if they are not UTF-8.
  public static @Nullable String text(Bytes bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
