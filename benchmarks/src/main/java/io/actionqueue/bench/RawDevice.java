package io.actionqueue.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What the device gives without any of our code: appends of one size, each followed by
/// `fdatasync`.
///
/// @param blockBytes size of an append
/// @param prepared whether the file was filled with zeros beforehand
/// @param perSecond synced appends a second
/// @param samples time of each
record RawDevice(int blockBytes, boolean prepared, double perSecond, Samples samples) {
  private static final int PREPARED_BYTES = 64 << 20;

  double bytesPerSecond() {
    return perSecond * blockBytes;
  }

  /// Measures for about `millis` milliseconds in a file of its own, which is deleted afterwards.
  static RawDevice measure(Path directory, int blockBytes, boolean prepared, int millis)
      throws IOException {
    Path file = Files.createTempFile(directory, "raw", ".bin");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (prepared) {
        fill(channel);
      }
      return measure(channel, blockBytes, prepared, millis);
    } finally {
      Files.delete(file);
    }
  }

  private static RawDevice measure(
      FileChannel channel, int blockBytes, boolean prepared, int millis) throws IOException {
    var block = ByteBuffer.allocateDirect(blockBytes);
    var samples = new Samples();
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000L;
    long position = 0;
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

  private static void fill(FileChannel channel) throws IOException {
    var zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < PREPARED_BYTES; at += zeros.capacity()) {
      zeros.clear();
      channel.write(zeros, at);
    }
    channel.force(true);
  }
}
