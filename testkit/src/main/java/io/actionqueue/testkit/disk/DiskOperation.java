package io.actionqueue.testkit.disk;

import java.nio.file.Path;

/// One call on a simulated disk.
///
/// @param number counts the calls of one disk from 1
/// @param kind what was called
/// @param path the file or directory; the source of a rename
/// @param position bytes from the start of the file; the new length of a truncate; 0 where there is
///   none
/// @param length how many bytes were asked for; 0 where there are none
public record DiskOperation(long number, Kind kind, Path path, long position, long length) {

  /// The calls that are counted and can fail. Asking whether a name exists is not among them.
  public enum Kind {
    /// Opening, and where asked creating or emptying, a file.
    OPEN(true),
    /// Reading.
    READ(false),
    /// Writing.
    WRITE(true),
    /// Cutting.
    TRUNCATE(true),
    /// Syncing a file, with or without metadata.
    SYNC(true),
    /// Asking for a length.
    SIZE(false),
    /// Closing a file.
    CLOSE(false),
    /// Listing a directory.
    LIST(false),
    /// Creating directories.
    CREATE_DIRECTORIES(true),
    /// Renaming.
    RENAME(true),
    /// Deleting.
    DELETE(true),
    /// Syncing a directory.
    SYNC_DIRECTORY(true),
    /// Taking a lock.
    LOCK(true),
    /// Giving a lock back.
    UNLOCK(false);

    private final boolean changesDisk;

    Kind(boolean changesDisk) {
      this.changesDisk = changesDisk;
    }

    /// Whether the call may change what a crash leaves behind.
    public boolean changesDisk() {
      return changesDisk;
    }
  }

  @Override
  public String toString() {
    return "#" + number + " " + kind + " " + path + " at " + position + " length " + length;
  }
}
