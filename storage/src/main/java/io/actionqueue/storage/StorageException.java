package io.actionqueue.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A failure of the data directory that a person has to look at: damage, a full disk, a foreign
/// owner.
///
/// The family is closed: whoever handles one can handle each. The message names path, offset and
/// reason; the fields hold the same for programs. A refusal of a request is not in it.
public abstract sealed class StorageException extends IOException
    permits BackupUnsound,
        CorruptLog,
        DirectoryLocked,
        DiskFull,
        LogClosed,
        LogStopped,
        NotAStore,
        NotExpressible,
        PayloadTooLarge,
        ReadFailed,
        RepairRefused,
        ReplayRefused,
        SequenceGap,
        SequenceUnavailable,
        SequenceViolation,
        SnapshotMismatch,
        SnapshotUnsound,
        SyncFailed,
        TargetNotEmpty,
        TornTailRefused,
        UnencodableEvent,
        UnsupportedFormat,
        WriteFailed {
  private static final long serialVersionUID = 1;

  /// The offset of failures that have no place in a file.
  public static final long NO_OFFSET = -1;

  private final transient Path path;
  private final long offsetBytes;
  private final String reason;

  /// A failure at a place.
  ///
  /// @param path the file or directory
  /// @param offsetBytes bytes from the start of the file, or [#NO_OFFSET]
  /// @param reason one clause for people, without path and offset
  /// @param cause what the system reported, null if nothing did
  StorageException(Path path, long offsetBytes, String reason, @Nullable Throwable cause) {
    this(path, offsetBytes, reason, message(path, offsetBytes, reason), cause);
  }

  /// A failure with a message of its own.
  StorageException(
      Path path, long offsetBytes, String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.path = path;
    this.offsetBytes = offsetBytes;
    this.reason = reason;
  }

  /// The file or directory that failed.
  public final Path path() {
    return path;
  }

  /// Where in the file, in bytes from its start; [#NO_OFFSET] if there is no such place.
  public final long offsetBytes() {
    return offsetBytes;
  }

  /// Why, in words for people.
  public final String reason() {
    return reason;
  }

  /// The stable name of this kind of failure in logs, HTTP answers and exit messages.
  public abstract String code();

  private static String message(Path path, long offsetBytes, String reason) {
    return offsetBytes == NO_OFFSET
        ? path + ": " + reason
        : path + ": " + reason + " at offset " + offsetBytes;
  }
}
