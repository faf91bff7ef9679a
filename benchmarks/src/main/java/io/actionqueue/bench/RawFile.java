package io.actionqueue.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file for raw synced writes, without any of our code; deleted when it is closed. Confined to
/// one thread.
final class RawFile implements AutoCloseable {
  private static final int PREPARED_BYTES = 64 << 20;

  private final Path path;
  private final FileChannel channel;
  private final boolean prepared;
  private long position;

  private RawFile(Path path, FileChannel channel, boolean prepared) {
    this.path = path;
    this.channel = channel;
    this.prepared = prepared;
  }

  /// A file that grows with every write.
  static RawFile growing(Path directory) throws IOException {
    return open(directory, false);
  }

  /// A file that was filled with zeros beforehand, and is written over and over.
  static RawFile prepared(Path directory) throws IOException {
    RawFile file = open(directory, true);
    var zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < PREPARED_BYTES; at += zeros.capacity()) {
      zeros.clear();
      file.channel.write(zeros, at);
    }
    file.channel.force(true);
    return file;
  }

  private static RawFile open(Path directory, boolean prepared) throws IOException {
    Path path = Files.createTempFile(directory, "raw", ".bin");
    return new RawFile(path, FileChannel.open(path, StandardOpenOption.WRITE), prepared);
  }

  /// Writes blocks, each followed by `fdatasync`, for about so many milliseconds, and goes on where
  /// the last measurement ended.
  RawDevice measure(int blockBytes, int millis) throws IOException {
    var block = ByteBuffer.allocateDirect(blockBytes);
    var samples = new Samples();
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000L;
    long now = begin;
    while (now < end) {
      if (prepared && position + blockBytes > PREPARED_BYTES) {
        position = 0;
      }
      block.clear();
      channel.write(block, position);
      channel.force(false);
      position += blockBytes;
      long after = System.nanoTime();
      samples.add(after - now);
      now = after;
    }
    return new RawDevice(blockBytes, prepared, samples.size() * 1e9 / (now - begin), samples);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.delete(path);
  }
}
