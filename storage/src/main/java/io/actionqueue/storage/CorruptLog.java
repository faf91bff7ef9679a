package io.actionqueue.storage;

import java.nio.file.Path;

/// Damage in a log that is not an unfinished end: nothing is skipped, cut or repaired by itself.
public final class CorruptLog extends StorageException {
  private static final long serialVersionUID = 1;

  private final String token;

  /// Damage at a frame.
  ///
  /// @param path the log file
  /// @param offsetBytes where the damaged frame starts
  /// @param token the kind of damage, such as `crc_mismatch` (spec 01 §6.1)
  /// @param detail what exactly was found
  public CorruptLog(Path path, long offsetBytes, String token, String detail) {
    super(
        path,
        offsetBytes,
        detail,
        path + ": WAL corruption at offset " + offsetBytes + " (" + token + "): " + detail,
        null);
    this.token = token;
  }

  /// The kind of damage: `incomplete_header`, `incomplete_payload`, `unsupported_version`,
  /// `crc_mismatch` or `decode_failure`.
  public String token() {
    return token;
  }

  /// The same damage in a file that another one is a copy of.
  public CorruptLog in(Path original) {
    return new CorruptLog(original, offsetBytes(), token, reason());
  }

  @Override
  public String code() {
    return "wal_corrupt";
  }
}
