package io.actionqueue.client.wire;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.task.RunPolicy;
import java.util.Locale;

/// The text form of a run policy, keywords in any case: `once`, `repeat:N:SECONDS` or `cron:EXPR`.
public final class RunPolicyText {
  private static final String FORMS = "once, repeat:N:SECONDS or cron:EXPR";

  private RunPolicyText() {}

  /// Reads a policy.
  ///
  /// @throws InvalidValue kind `InvalidRunPolicy` if the text has none of the forms, or the kind of
  ///   the rule that its numbers or its expression break
  public static RunPolicy parse(String text) {
    int colon = text.indexOf(':');
    String keyword = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
    if (colon < 0) {
      if (keyword.equals("once")) {
        return RunPolicy.ONCE;
      }
      throw malformed("unsupported run policy '" + text + "'; expected " + FORMS);
    }
    String rest = text.substring(colon + 1);
    return switch (keyword) {
      case "repeat" -> repeat(text, rest);
      case "cron" -> new RunPolicy.Cron(rest, null);
      default -> throw malformed("unsupported run policy '" + text + "'; expected " + FORMS);
    };
  }

  private static RunPolicy repeat(String text, String rest) {
    String[] parts = rest.split(":", -1);
    if (parts.length != 2) {
      throw malformed("'" + text + "' must have the form repeat:N:SECONDS");
    }
    return new RunPolicy.Repeat(
        number(parts[0], "repeat count"), number(parts[1], "repeat interval"));
  }

  private static long number(String digits, String what) {
    try {
      long value = Long.parseLong(digits);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below, with the text.
    }
    throw malformed(what + " must be an integer, was '" + digits + "'");
  }

  private static InvalidValue malformed(String message) {
    return new InvalidValue("InvalidRunPolicy", message);
  }
}
