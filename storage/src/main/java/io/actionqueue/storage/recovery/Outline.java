package io.actionqueue.storage.recovery;

import java.util.List;

/// What the files of a directory hold, without the state in memory.
///
/// @param sequence the last event, unsigned; 0 if there is none
/// @param snapshot which snapshot opening would begin with; how many events stand for it is not
///   counted
/// @param log what stands in the log
/// @param warnings what a person should know
public record Outline(long sequence, SnapshotUse snapshot, LogUse log, List<String> warnings) {
  /// Copies the list.
  public Outline {
    warnings = List.copyOf(warnings);
  }
}
