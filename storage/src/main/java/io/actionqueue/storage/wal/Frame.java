package io.actionqueue.storage.wal;

/// Where a frame stands and what its header says.
///
/// @param offset bytes from the start of the file to the header
/// @param version 5 (one event) or 6 (a batch)
/// @param payloadLength bytes behind the header; 1 to 268,435,456
/// @param crc32 CRC-32 of those bytes, 0 to 4,294,967,295
public record Frame(long offset, int version, int payloadLength, long crc32) {
  /// Header and payload together, in bytes.
  public long length() {
    return FrameFormat.HEADER_BYTES + (long) payloadLength;
  }
}
