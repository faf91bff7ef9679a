package io.actionqueue.bench;

import java.io.IOException;
import java.nio.file.Path;

/// What the device gives without any of our code: appends of one size, each followed by
/// `fdatasync`.
///
/// @param blockBytes size of an append
/// @param prepared whether the file was filled with zeros beforehand
/// @param perSecond synced appends a second
/// @param samples time of each
record RawDevice(int blockBytes, boolean prepared, double perSecond, Samples samples) {
  double bytesPerSecond() {
    return perSecond * blockBytes;
  }

  /// Measures for about `millis` milliseconds in a file of its own, which is deleted afterwards.
  static RawDevice measure(Path directory, int blockBytes, boolean prepared, int millis)
      throws IOException {
    try (RawFile file = prepared ? RawFile.prepared(directory) : RawFile.growing(directory)) {
      return file.measure(blockBytes, millis);
    }
  }
}
