package io.actionqueue.storage.faults;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.file.ForwardingFile;
import io.actionqueue.storage.file.ForwardingFiles;
import java.io.IOException;
import java.nio.file.Path;

/// A program's way to the disk that treats the syncs of half-written snapshots as told.
final class CarelessFiles extends ForwardingFiles {
  private final Care care;

  CarelessFiles(FileStore files, Care care) {
    super(files);
    this.care = care;
  }

  /// What a careless program does where it should sync.
  interface Care {
    /// Syncs, or does not.
    ///
    /// @param withMetadata true at the end of a snapshot, false on the way
    void sync(FileHandle file, boolean withMetadata) throws IOException;
  }

  static boolean isSnapshot(Path path) {
    return path.toString().endsWith(".tmp");
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    FileHandle file = super.open(path, mode);
    return isSnapshot(path) ? new CarelessFile(file, care) : file;
  }

  private static final class CarelessFile extends ForwardingFile {
    private final Care care;

    CarelessFile(FileHandle file, Care care) {
      super(file);
      this.care = care;
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
      care.sync(file, withMetadata);
    }
  }
}
