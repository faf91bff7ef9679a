package io.actionqueue.storage.wal;

/// What is wrong with a frame (spec 01 §6.1).
public enum CorruptionReason {
  /// 1 to 11 bytes where a header should be.
  INCOMPLETE_HEADER("incomplete_header"),
  /// A whole header and fewer payload bytes than it declares.
  INCOMPLETE_PAYLOAD("incomplete_payload"),
  /// A version that is neither 5 nor 6.
  UNSUPPORTED_VERSION("unsupported_version"),
  /// A whole payload with another CRC.
  CRC_MISMATCH("crc_mismatch"),
  /// A length that is never written, or a payload that is no event although its CRC is right.
  DECODE_FAILURE("decode_failure");

  private final String token;

  CorruptionReason(String token) {
    this.token = token;
  }

  /// The name in messages and machine-readable output, such as `crc_mismatch`.
  public String token() {
    return token;
  }
}
