package io.actionqueue.storage.maintenance;

import java.nio.file.Path;

/// What one file of the log holds.
///
/// @param path the file
/// @param role what it is
/// @param firstSequence the first event's sequence, unsigned; 0 without events
/// @param lastSequence the last event's sequence, unsigned; 0 without events
/// @param events how many events are readable
/// @param singleFrames how many frames hold one event (version 5)
/// @param batchFrames how many frames hold a batch (version 6)
/// @param goodBytes up to where it is readable
/// @param bytes its length; what is beyond is prepared space, unfinished or damaged
/// @param finding `ok`, `torn` or `corrupt`
/// @param detail what exactly was found; empty if all is in order
public record LogFileFacts(
    Path path,
    Role role,
    long firstSequence,
    long lastSequence,
    long events,
    long singleFrames,
    long batchFrames,
    long goodBytes,
    long bytes,
    String finding,
    String detail) {
  /// What a file of the log is.
  public enum Role {
    /// Full, and never written again.
    SEALED,
    /// Where the next event goes.
    ACTIVE
  }
}
