package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.wal.LogSegments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sealed files that a snapshot has made superfluous.
///
/// @param files those that were deleted
/// @param bytes their length together
record DroppedLog(List<Path> files, long bytes) {
  static final DroppedLog NOTHING = new DroppedLog(List.of(), 0);

  /// Deletes what lies behind a snapshot.
  ///
  /// @param sequence the last event in the verified snapshot before the latest one, unsigned
  /// @param end the last event in the newest sealed file, unsigned
  static DroppedLog behind(FileStore files, Path log, long sequence, long end) throws IOException {
    Map<Path, Long> sizes = new HashMap<>();
    for (LogSegments.Sealed sealed : LogSegments.sealed(files, log)) {
      try (FileHandle file = files.open(sealed.path(), FileStore.OpenMode.READ)) {
        sizes.put(sealed.path(), file.size());
      }
    }
    List<Path> dropped = LogSegments.dropThrough(files, log, sequence, end);
    return new DroppedLog(
        dropped, dropped.stream().mapToLong(path -> sizes.getOrDefault(path, 0L)).sum());
  }
}
