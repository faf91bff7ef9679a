package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file of the machine, behind a channel. Thread-safe.
///
/// The JDK copies a heap buffer through a direct one of the same size that it keeps for the thread;
/// so large transfers go in pieces.
final class SystemFile implements FileHandle {
  private static final int PIECE_BYTES = 1 << 20;

  private final FileChannel channel;
  private final boolean borrowed;

  private SystemFile(FileChannel channel, boolean borrowed) {
    this.channel = channel;
    this.borrowed = borrowed;
  }

  static SystemFile owned(FileChannel channel) {
    return new SystemFile(channel, false);
  }

  /// A view that leaves the channel open when it is closed.
  static SystemFile borrowed(FileChannel channel) {
    return new SystemFile(channel, true);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (target.isDirect() || target.remaining() <= PIECE_BYTES) {
      return channel.read(target, position);
    }
    int limit = target.limit();
    target.limit(target.position() + PIECE_BYTES);
    try {
      return channel.read(target, position);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    int limit = source.limit();
    long at = position;
    try {
      while (source.position() < limit) {
        source.limit(pieceEnd(source, limit, at));
        at += channel.write(source, at);
      }
    } finally {
      source.limit(limit);
    }
  }

  /// Pieces end where a sector of the file does: if the process is killed between two of them, what
  /// is missing is missing in whole sectors, as after a power failure.
  static int pieceEnd(ByteBuffer source, int limit, long position) {
    if (source.isDirect()) {
      return limit;
    }
    long toBoundary = PIECE_BYTES - position % PIECE_BYTES;
    return (int) Math.min(limit, source.position() + toBoundary);
  }

  @Override
  public void truncate(long length) throws IOException {
    channel.truncate(length);
  }

  @Override
  public void sync(boolean withMetadata) throws IOException {
    channel.force(withMetadata);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    if (!borrowed) {
      channel.close();
    }
  }
}
