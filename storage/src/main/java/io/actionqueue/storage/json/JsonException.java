package io.actionqueue.storage.json;

import java.io.IOException;

/// Text that is not the JSON that was asked for: bad syntax, a wrong type, a missing field, a value
/// out of range; or, on writing, text that UTF-8 cannot hold.
public final class JsonException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /// A fault at a place.
  ///
  /// @param offset bytes read before the fault was seen; −1 where no text was read
  /// @param message what is wrong, for people
  public JsonException(long offset, String message) {
    super(offset < 0 ? message : message + " at byte " + offset);
    this.offset = offset;
  }

  /// Bytes of JSON text read before the fault was seen; −1 for a fault on writing.
  public long offset() {
    return offset;
  }
}
