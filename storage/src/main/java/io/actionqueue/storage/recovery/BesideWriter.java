package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.SequenceUnavailable;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads a directory whose owner may be at work: while it is being read, a newer snapshot may come
/// and older log go. Then what does not fit together is no finding, and it is read anew. So is a
/// snapshot without a log behind it: a compaction may just have replaced it and dropped the log.
final class BesideWriter {
  /// How often a directory that changes under the reader is read anew. A snapshot takes longer to
  /// write than the files take to be listed.
  private static final int TRIES = 20;

  private BesideWriter() {}

  /// One reading.
  @FunctionalInterface
  interface Reading<T> {
    /// Reads the directory once.
    T read() throws IOException;
  }

  /// The recorded state.
  static Recovery.Found read(FileStore files, DataLayout layout) throws IOException {
    return whole(files, layout, () -> recovery(files, layout).run(), Recovery.Found::log);
  }

  /// What the files hold, without the state.
  static Outline outline(FileStore files, DataLayout layout) throws IOException {
    return whole(files, layout, () -> recovery(files, layout).outline(), Outline::log);
  }

  private static Recovery recovery(FileStore files, DataLayout layout) {
    return new Recovery(files, layout, ScanPolicy.BESIDE_WRITER, GapPolicy.REFUSE);
  }

  private static <T> T whole(
      FileStore files, DataLayout layout, Reading<T> reading, Function<T, LogUse> log)
      throws IOException {
    return stable(
        files,
        layout,
        () -> {
          List<Path> before = names(files, layout);
          T found = reading.read();
          if (log.apply(found).isEmpty() && !before.equals(names(files, layout))) {
            throw new NoSuchFileException(
                layout.log().toString(), null, "was emptied by a compaction meanwhile");
          }
          return found;
        });
  }

  /// Repeats a reading for as long as its failure may come from the owner's work.
  static <T> T stable(FileStore files, DataLayout layout, Reading<T> reading) throws IOException {
    for (int left = TRIES; ; left--) {
      List<Path> before = names(files, layout);
      try {
        return reading.read();
      } catch (NoSuchFileException | SnapshotMismatch | SequenceGap | SequenceUnavailable moved) {
        if (left == 0 || before.equals(names(files, layout))) {
          throw moved;
        }
      }
    }
  }

  private static List<Path> names(FileStore files, DataLayout layout) throws IOException {
    List<Path> names = new ArrayList<>();
    if (files.isDirectory(layout.snapshotFolder())) {
      names.addAll(files.list(layout.snapshotFolder()));
    }
    if (files.isDirectory(layout.logFolder())) {
      LogSegments.sealed(files, layout.log()).forEach(sealed -> names.add(sealed.path()));
    }
    return names;
  }
}
