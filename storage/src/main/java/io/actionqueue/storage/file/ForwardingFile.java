package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file that passes every call on to another one, for those who change a few of them.
/// Threads as the file below.
public abstract class ForwardingFile implements FileHandle {
  /// The file below.
  protected final FileHandle file;

  /// A file that behaves as another one.
  protected ForwardingFile(FileHandle file) {
    this.file = file;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(target, position);
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    file.write(source, position);
  }

  @Override
  public void truncate(long length) throws IOException {
    file.truncate(length);
  }

  @Override
  public void sync(boolean withMetadata) throws IOException {
    file.sync(withMetadata);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
