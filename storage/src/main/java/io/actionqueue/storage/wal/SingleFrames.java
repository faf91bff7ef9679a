package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.UnencodableEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Writes events one by one as frames of version 5 to a file that nobody else sees yet: a log that
/// ActionQueue 0.1 opens. Confined to one thread.
public final class SingleFrames {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path path;
  private final FileHandle file;
  private final FrameBuffer frame;
  private final ByteBuffer gathered = ByteBuffer.allocate(BUFFER_BYTES);
  private long position;

  private SingleFrames(Path path, FileHandle file, long position) {
    this.path = path;
    this.file = file;
    this.position = position;
    this.frame = new FrameBuffer(path, 1 << 10);
  }

  /// A writer from the start of an empty file.
  ///
  /// @param path its path, for failures
  public static SingleFrames to(Path path, FileHandle file) {
    return behind(path, file, 0);
  }

  /// A writer behind other bytes.
  ///
  /// @param path its path, for failures
  /// @param position where the first frame goes
  public static SingleFrames behind(Path path, FileHandle file, long position) {
    return new SingleFrames(path, file, position);
  }

  /// Writes an event.
  ///
  /// @param sequence unsigned
  /// @throws io.actionqueue.storage.StorageException if it has no form on disk
  public void write(long sequence, Event event) throws IOException {
    frame.clear();
    boolean taken = frame.add(new EventBatch(sequence, List.of(event)));
    if (!taken) {
      throw new IllegalStateException("an empty buffer takes any event");
    }
    if (!frame.isSingle()) {
      throw new UnencodableEvent(path, event.getClass().getSimpleName() + " has no such form");
    }
    ByteBuffer bytes = frame.single();
    if (bytes.remaining() > gathered.remaining()) {
      flush();
    }
    if (bytes.remaining() > gathered.capacity()) {
      int length = bytes.remaining();
      file.write(bytes, position);
      position += length;
    } else {
      gathered.put(bytes);
    }
  }

  /// Hands what was gathered to the file. It is durable when the file is synced.
  ///
  /// @return the file's length in bytes
  public long flush() throws IOException {
    gathered.flip();
    int length = gathered.remaining();
    file.write(gathered, position);
    position += length;
    gathered.clear();
    return position;
  }
}
