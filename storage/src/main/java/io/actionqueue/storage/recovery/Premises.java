package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.NotAStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Whether a place may become a data directory. A mistyped path must not fill somebody else's
/// directory with files.
final class Premises {
  /// What an owner or a daemon puts into a data directory (S-61).
  private static final Set<String> OURS =
      Set.of("wal", "snapshots", "actionqueue.lock", "daemon.json", "token");

  private Premises() {}

  /// Accepts what is not there yet, what is empty, and what holds something of ours. Hidden names
  /// and `lost+found` do not count: file systems and tools put them into empty directories.
  ///
  /// @throws NotAStore if the place is a file, or a directory with other things only; nothing was
  ///   changed
  /// @throws IOException if the directory cannot be read
  static void check(FileStore files, Path place) throws IOException {
    if (!files.isDirectory(place)) {
      if (files.exists(place)) {
        throw new NotAStore(place, "is a file, not a data directory");
      }
      return;
    }
    List<String> names =
        files.list(place).stream()
            .map(entry -> String.valueOf(entry.getFileName()))
            .filter(name -> !name.startsWith(".") && !name.equals("lost+found"))
            .toList();
    if (!names.isEmpty() && names.stream().noneMatch(OURS::contains)) {
      throw new NotAStore(
          place,
          "holds other things (such as %s) and no queue: name an empty directory or a new one"
              .formatted(names.getFirst()));
    }
  }
}
