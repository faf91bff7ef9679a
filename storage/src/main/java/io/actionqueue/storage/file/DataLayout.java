package io.actionqueue.storage.file;

import java.nio.file.Path;
import java.util.OptionalLong;

/// Where things stand in a data directory (S-61).
///
/// @param root the data directory
public record DataLayout(Path root) {
  private static final String NATIVE_PREFIX = "snapshot-";
  private static final String NATIVE_SUFFIX = ".aqs";
  private static final String TWIN_SUFFIX = ".twin.aqs";
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
    return snapshotFolder().resolve(nativeStem(sequence) + NATIVE_SUFFIX);
  }

  /// A second snapshot in the native form of the same state, beside the first.
  ///
  /// @param sequence unsigned
  public Path nativeTwin(long sequence) {
    return snapshotFolder().resolve(nativeStem(sequence) + TWIN_SUFFIX);
  }

  private static String nativeStem(long sequence) {
    String digits = Long.toUnsignedString(sequence);
    return NATIVE_PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /// The sequence in the name of a native snapshot, unsigned; empty for any other file.
  public static OptionalLong nativeSequence(Path file) {
    String name = String.valueOf(file.getFileName());
    int end = NATIVE_PREFIX.length() + DIGITS;
    if (name.length() < end || !name.startsWith(NATIVE_PREFIX)) {
      return OptionalLong.empty();
    }
    String suffix = name.substring(end);
    if (!suffix.equals(NATIVE_SUFFIX) && !suffix.equals(TWIN_SUFFIX)) {
      return OptionalLong.empty();
    }
    try {
      String digits = name.substring(NATIVE_PREFIX.length(), end);
      return OptionalLong.of(Long.parseUnsignedLong(digits));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
