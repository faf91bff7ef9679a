package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A file store that tells how many bytes are read and written through it. Thread-safe as the store
/// below.
public final class WatchedFiles extends ForwardingFiles {
  private final ProgressListener listener;

  private WatchedFiles(FileStore files, ProgressListener listener) {
    super(files);
    this.listener = listener;
  }

  /// The store, watched.
  public static FileStore of(FileStore store, ProgressListener listener) {
    return new WatchedFiles(store, listener);
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    return new WatchedFile(super.open(path, mode), listener);
  }

  /// An open file.
  private static final class WatchedFile extends ForwardingFile {
    private final ProgressListener listener;

    WatchedFile(FileHandle file, ProgressListener listener) {
      super(file);
      this.listener = listener;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      int read = super.read(target, position);
      listener.advance(Math.max(0, read));
      return read;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      int bytes = source.remaining();
      super.write(source, position);
      listener.advance(bytes);
    }
  }
}
