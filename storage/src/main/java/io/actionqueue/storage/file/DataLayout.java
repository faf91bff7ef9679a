package io.actionqueue.storage.file;

import java.nio.file.Path;
import java.util.OptionalLong;

/// Where things stand in a data directory (S-61).
///
/// @param root the data directory
public record DataLayout(Path root) {
  private static final String NATIVE_PREFIX = "snapshot-";
  private static final String NATIVE_SUFFIX = ".aqs";
  private static final int DIGITS = 20;

  /// The folder of the log.
  public Path logFolder() {
    return root.resolve("wal");
  }

  /// The log's active file.
  public Path log() {
    return logFolder().resolve("actionqueue.wal");
  }

  /// The folder of the snapshots.
  public Path snapshotFolder() {
    return root.resolve("snapshots");
  }

  /// The snapshot in the original's form.
  public Path v8Snapshot() {
    return snapshotFolder().resolve("snapshot.bin");
  }

  /// The v8 snapshot before that one.
  public Path v8Previous() {
    return snapshotFolder().resolve("snapshot.bin.previous");
  }

  /// The snapshot in the native form that contains everything up to a sequence.
  ///
  /// @param sequence unsigned
  public Path nativeSnapshot(long sequence) {
    String digits = Long.toUnsignedString(sequence);
    return snapshotFolder()
        .resolve(NATIVE_PREFIX + "0".repeat(DIGITS - digits.length()) + digits + NATIVE_SUFFIX);
  }

  /// The sequence in the name of a native snapshot, unsigned; empty for any other file.
  public static OptionalLong nativeSequence(Path file) {
    String name = String.valueOf(file.getFileName());
    int length = NATIVE_PREFIX.length() + DIGITS + NATIVE_SUFFIX.length();
    if (name.length() != length
        || !name.startsWith(NATIVE_PREFIX)
        || !name.endsWith(NATIVE_SUFFIX)) {
      return OptionalLong.empty();
    }
    try {
      String digits = name.substring(NATIVE_PREFIX.length(), NATIVE_PREFIX.length() + DIGITS);
      return OptionalLong.of(Long.parseUnsignedLong(digits));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
