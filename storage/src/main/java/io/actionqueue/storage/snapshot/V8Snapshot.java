package io.actionqueue.storage.snapshot;

import io.actionqueue.core.state.StateImage;
import java.util.Collections;
import java.util.List;

/// What a v8 snapshot file says, as it stands there (spec 01 §8.3). Component order is that on
/// disk; the numbers are unsigned.
///
/// @param version the JSON's `version`, 32 bits: checked by nobody on loading, but a writer copies
///   it into the frame
/// @param timestamp when the state was captured, epoch seconds
/// @param schemaVersion 8 in everything that is accepted
/// @param taskCount how many tasks the file claims to hold
/// @param runCount how many runs the file claims to hold
/// @param state the lists; its sequence is `wal_sequence`
/// @param declaredAt one instant for each entry of `state.dependencies()`: the time of capture in
///   what is written, whatever a file says in what is read
public record V8Snapshot(
    long version,
    long timestamp,
    long schemaVersion,
    long taskCount,
    long runCount,
    StateImage state,
    List<Long> declaredAt) {
  /// The version of the frame, and the JSON's `version`.
  public static final int FRAME_VERSION = 4;

  /// The schema that is read and written.
  public static final long SCHEMA_VERSION = 8;

  /// Copies the list.
  public V8Snapshot {
    declaredAt = List.copyOf(declaredAt);
    if (declaredAt.size() != state.dependencies().size()) {
      throw new IllegalArgumentException("one declared_at is needed for each declaration");
    }
  }

  /// The snapshot of a state.
  ///
  /// @param timestamp wall clock, epoch seconds
  public static V8Snapshot capture(StateImage state, long timestamp) {
    return new V8Snapshot(
        FRAME_VERSION,
        timestamp,
        SCHEMA_VERSION,
        state.tasks().size(),
        state.runs().size(),
        state,
        Collections.nCopies(state.dependencies().size(), timestamp));
  }
}
