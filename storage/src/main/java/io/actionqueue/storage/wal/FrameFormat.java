package io.actionqueue.storage.wal;

/// The numbers of the frame layout (docs/format/wal.md).
///
/// ```text
///  0        4        8        12              12 + length
///  | version | length |  crc   |  payload ...  |      all three: 32 bits, little-endian
/// ```
public final class FrameFormat {
  /// Bytes before the payload.
  public static final int HEADER_BYTES = 12;

  /// The version of a frame with one event.
  public static final int VERSION_SINGLE = 5;

  /// The version of a frame with a batch of events.
  public static final int VERSION_BATCH = 6;

  /// The longest payload that is read or written, in bytes.
  public static final int MAX_PAYLOAD_BYTES = 268_435_456;

  /// The piece of a file that a disk writes wholly or not at all, in bytes.
  public static final int SECTOR_BYTES = 512;

  private FrameFormat() {}

  static boolean isKnownVersion(int version) {
    return version == VERSION_SINGLE || version == VERSION_BATCH;
  }

  static boolean isPlausibleLength(int length) {
    return length > 0 && length <= MAX_PAYLOAD_BYTES;
  }
}
