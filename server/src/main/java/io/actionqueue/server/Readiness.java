package io.actionqueue.server;

import java.util.Locale;

/// Whether the daemon takes work, and if not, why.
enum Readiness {
  /// It takes work.
  READY,
  /// It has not finished starting.
  BOOTSTRAP_INCOMPLETE,
  /// It replays its log.
  RECOVERING,
  /// It is stopping.
  DRAINING,
  /// The log failed; a restart re-reads the disk.
  WAL_FAILED;

  /// The word in `/ready` and in the summary.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
