package io.actionqueue.core.task;

import io.actionqueue.core.Bytes;
import org.jspecify.annotations.Nullable;

/// What a handler gets: opaque bytes and, if given, their content type.
///
/// @param bytes any bytes, also none
/// @param contentType a media type as the submitter said it, unchecked; null if none was given
public record TaskPayload(Bytes bytes, @Nullable String contentType) {
  /// No bytes and no content type.
  public static final TaskPayload EMPTY = new TaskPayload(Bytes.EMPTY, null);

  /// Bytes without a content type.
  public static TaskPayload of(Bytes bytes) {
    return new TaskPayload(bytes, null);
  }
}
