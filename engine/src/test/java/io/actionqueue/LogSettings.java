package io.actionqueue;

/// Settings of the log that only tests change: so small that a short story seals many files.
public final class LogSettings {
  private LogSettings() {}

  /// Seals a file of the log from so many bytes on, and prepares so many ahead (0 for none).
  public static void set(ActionQueueOptions options, long segmentBytes, int prepareBytes) {
    options.log.segmentBytes(segmentBytes).prepareBytes(prepareBytes);
  }
}
