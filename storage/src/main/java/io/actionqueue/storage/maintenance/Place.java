package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.file.ProgressListener;
import io.actionqueue.storage.inspect.Extent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A data directory and what is needed to reach it.
///
/// @param files the disk, whose failures name their file
/// @param time the clocks
/// @param layout where things stand
/// @param progress hears how far the work has come; of what is read and written, from the disk
record Place(FileStore files, TimeSource time, DataLayout layout, ProgressListener progress) {
  Path root() {
    return layout.root();
  }

  /// The sizes of what is there.
  Extent extent() {
    return Extent.of(files, root());
  }

  void requireThere() throws IOException {
    if (!files.isDirectory(root())) {
      throw new NoSuchFileException(root().toString(), null, "no such data directory");
    }
  }
}
