package io.actionqueue.storage.file;

import io.actionqueue.storage.DiskFull;
import io.actionqueue.storage.ReadFailed;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.SyncFailed;
import io.actionqueue.storage.WriteFailed;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/// What the system's failures are called: a word from the system alone names no file.
public final class IoFailures {
  private IoFailures() {}

  /// A failure while reading.
  public static StorageException reading(Path path, long offsetBytes, IOException cause) {
    return cause instanceof StorageException known
        ? known
        : new ReadFailed(path, offsetBytes, cause);
  }

  /// A failure while writing, or while changing names.
  public static StorageException writing(Path path, long offsetBytes, IOException cause) {
    if (cause instanceof StorageException known) {
      return known;
    }
    return isFull(cause)
        ? new DiskFull(path, offsetBytes, cause)
        : new WriteFailed(path, offsetBytes, cause);
  }

  /// A failure while syncing.
  public static StorageException syncing(Path path, long offsetBytes, IOException cause) {
    return cause instanceof StorageException known
        ? known
        : new SyncFailed(path, offsetBytes, cause);
  }

  private static boolean isFull(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded");
  }

  /// Whether a failure names its file already, or is none of the disk.
  static boolean speaksForItself(IOException failure) {
    return switch (failure) {
      case StorageException _,
          NoSuchFileException _,
          AccessDeniedException _,
          FileAlreadyExistsException _,
          NotDirectoryException _,
          DirectoryNotEmptyException _,
          ClosedChannelException _ ->
          true;
      default -> false;
    };
  }
}
