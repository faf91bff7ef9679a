package io.actionqueue.core.id;

import io.actionqueue.core.InvalidValue;
import java.nio.charset.StandardCharsets;

/// Names a department of actors.
///
/// @param text 1 to 128 bytes of UTF-8
public record DepartmentId(String text) {
  /// The longest text in bytes of UTF-8.
  public static final int MAX_BYTES = 128;

  /// Checks the length.
  ///
  /// @throws InvalidValue kind `Empty`, or `TooLong` with the number of bytes in the message
  public DepartmentId {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0) {
      throw new InvalidValue("Empty", "department id must not be empty");
    }
    if (length > MAX_BYTES) {
      throw new InvalidValue(
          "TooLong", "department id is " + length + " bytes long, at most 128 are allowed");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
