package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import org.jspecify.annotations.Nullable;

/// How far an attempt has come, as its handler says. In memory only.
///
/// @param percent 0 to 100, null if the handler does not say
/// @param message what is being done; at most 1,000 characters
public record Progress(@Nullable Integer percent, String message) {
  private static final int MAX_MESSAGE = 1000;

  /// Checks the range.
  ///
  /// @throws InvalidValue kind `InvalidProgress`
  public Progress {
    if (percent != null && (percent < 0 || percent > 100)) {
      throw new InvalidValue(
          "InvalidProgress", "progress must be between 0 and 100 percent, was " + percent);
    }
  }

  /// A report whose text is cut to what is kept.
  static Progress of(@Nullable Integer percent, String message) {
    return new Progress(
        percent, message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message);
  }
}
