package io.actionqueue.storage.maintenance;

import java.nio.file.Path;
import java.util.List;

/// What is in a data directory, and what opening it would do.
///
/// @param directory the data directory
/// @param log the files of the log, oldest first
/// @param snapshots every snapshot, the latest first, those that cannot be used last
/// @param setAside copies of bytes that openings and repairs have taken out of the log
/// @param bytes of everything listed
/// @param opening what opening would do
public record Inspection(
    Path directory,
    List<LogFileFacts> log,
    List<SnapshotFacts> snapshots,
    List<Path> setAside,
    long bytes,
    Opening opening) {
  /// Copies the lists.
  public Inspection {
    log = List.copyOf(log);
    snapshots = List.copyOf(snapshots);
    setAside = List.copyOf(setAside);
  }

  /// What opening would do.
  public sealed interface Opening {
    /// It would succeed.
    ///
    /// @param sequence the last event, unsigned; 0 for an empty directory
    /// @param digest of the recorded state
    /// @param tasks how many tasks there are
    /// @param runs how many runs there are
    /// @param steps what recovery would do, in order, for people
    /// @param warnings what it would say
    record Succeeds(
        long sequence,
        String digest,
        long tasks,
        long runs,
        List<String> steps,
        List<String> warnings)
        implements Opening {
      /// Copies the lists.
      public Succeeds {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
      }
    }

    /// It would be refused, and nothing would be changed.
    ///
    /// @param code the stable name of the reason, such as `wal_corrupt`
    /// @param message what is wrong and where
    record Refused(String code, String message) implements Opening {}
  }
}
