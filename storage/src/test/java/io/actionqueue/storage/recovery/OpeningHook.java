package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.file.ForwardingFiles;
import java.io.IOException;
import java.nio.file.Path;

/// A disk on which something happens just before a file is opened.
final class OpeningHook extends ForwardingFiles {
  private final Before before;

  OpeningHook(FileStore files, Before before) {
    super(files);
    this.before = before;
  }

  interface Before {
    void open(Path path) throws IOException;
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    before.open(path);
    return super.open(path, mode);
  }
}
