package io.actionqueue;

import java.util.List;

/// What opening a directory took and found.
///
/// @param seconds how long loading took, recovery of interrupted runs not included
/// @param snapshotEvents events that a snapshot stood for, 0 without one
/// @param logEvents events replayed from the log
/// @param lastSequence the last event that was found, unsigned; 0 for an empty directory
/// @param warnings what was noteworthy, such as a torn end that was set aside
public record OpeningReport(
    double seconds, long snapshotEvents, long logEvents, long lastSequence, List<String> warnings) {
  /// Copies the list.
  public OpeningReport {
    warnings = List.copyOf(warnings);
  }
}
