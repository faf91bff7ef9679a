package io.actionqueue.storage.recovery;

/// What to do about missing sequences in a log whose writer never leaves one out (S-32). Logs of
/// ActionQueue 0.1 may have gaps: they are opened with a warning either way.
public enum GapPolicy {
  /// The directory is not opened. The default.
  REFUSE,
  /// What is missing is reported and the rest is opened. For repair.
  ACCEPT
}
