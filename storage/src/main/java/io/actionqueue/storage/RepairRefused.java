package io.actionqueue.storage;

import java.nio.file.Path;

/// A repair that would destroy readable records (spec 01 §7.3). The file was not touched.
public final class RepairRefused extends StorageException {
  private static final long serialVersionUID = 1;

  /// A repair that was not done.
  ///
  /// @param path the log file
  /// @param offsetBytes where the damage starts
  /// @param reason which safeguard held it back
  public RepairRefused(Path path, long offsetBytes, String reason) {
    super(path, offsetBytes, reason, message(path, offsetBytes, reason), null);
  }

  private static String message(Path path, long offsetBytes, String reason) {
    String place = offsetBytes == NO_OFFSET ? "" : " at offset " + offsetBytes;
    return path + ": repair refused" + place + ": " + reason;
  }

  @Override
  public String code() {
    return "repair_refused";
  }
}
