package io.actionqueue.storage.recovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What opening a directory found and did: the observations of spec 01 §9.3 and everything that a
/// person should know.
///
/// @param snapshot what became of the snapshot
/// @param log what was found in the log
/// @param torn the unfinished last write, null if there is none
/// @param lastSequence the sequence of the state, unsigned
/// @param warnings sentences for people, none if all is in order
/// @param durationNanos from the first look at the directory to the end
public record OpenReport(
    SnapshotUse snapshot,
    LogUse log,
    @Nullable TornEnd torn,
    long lastSequence,
    List<String> warnings,
    long durationNanos) {
  /// Copies the list.
  public OpenReport {
    warnings = List.copyOf(warnings);
  }

  /// Whether the state was built on a snapshot.
  public boolean snapshotLoaded() {
    return snapshot instanceof SnapshotUse.Used;
  }

  /// The sequence of the snapshot used, unsigned; 0 if none was used.
  public long snapshotSequence() {
    return snapshot instanceof SnapshotUse.Used used ? used.sequence() : 0;
  }

  /// The observation `snapshot_events_applied`.
  public long snapshotEventsApplied() {
    return snapshot instanceof SnapshotUse.Used used ? used.events() : 0;
  }

  /// The observation `wal_replay_events_applied`.
  public long logEventsApplied() {
    return log.applied();
  }

  /// The observation `events_applied_total`.
  public long eventsAppliedTotal() {
    return snapshotEventsApplied() + logEventsApplied();
  }

  /// The observation `recovery_duration_seconds`.
  public double durationSeconds() {
    return durationNanos / 1e9;
  }
}
