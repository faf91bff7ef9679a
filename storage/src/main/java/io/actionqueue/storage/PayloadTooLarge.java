package io.actionqueue.storage;

import java.nio.file.Path;

/// An event or batch whose bytes would exceed what readers accept. Nothing of it was written.
public final class PayloadTooLarge extends StorageException {
  private static final long serialVersionUID = 1;

  private final long sizeBytes;
  private final long maxBytes;

  /// A payload over the limit.
  ///
  /// @param path the log file
  /// @param sizeBytes the payload's size
  /// @param maxBytes the limit
  public PayloadTooLarge(Path path, long sizeBytes, long maxBytes) {
    super(
        path,
        NO_OFFSET,
        "payload of " + sizeBytes + " bytes exceeds the maximum of " + maxBytes,
        null);
    this.sizeBytes = sizeBytes;
    this.maxBytes = maxBytes;
  }

  /// The payload's size in bytes.
  public long sizeBytes() {
    return sizeBytes;
  }

  /// The limit in bytes.
  public long maxBytes() {
    return maxBytes;
  }

  @Override
  public String code() {
    return "payload_too_large";
  }
}
