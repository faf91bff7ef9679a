package io.actionqueue.storage.maintenance;

import io.actionqueue.storage.snapshot.SnapshotCheck;
import io.actionqueue.storage.snapshot.SnapshotFault;
import io.actionqueue.storage.snapshot.SnapshotForm;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a snapshot file holds, found by loading all of it.
///
/// @param path the file
/// @param form `v8` or `native`
/// @param bytes its length
/// @param sequence the last event that it contains, unsigned; 0 if it cannot be used
/// @param tasks how many tasks it holds
/// @param runs how many runs it holds
/// @param fault why it cannot be used, for people; null if it can
public record SnapshotFacts(
    Path path,
    String form,
    long bytes,
    long sequence,
    long tasks,
    long runs,
    @Nullable String fault) {

  static SnapshotFacts of(SnapshotCheck check) {
    SnapshotFault fault = check.fault();
    return new SnapshotFacts(
        check.path(),
        check.form() == SnapshotForm.NATIVE ? "native" : "v8",
        check.bytes(),
        check.sequence(),
        check.tasks(),
        check.runs(),
        fault == null ? null : fault.message());
  }

  /// Whether it can be used.
  public boolean isGood() {
    return fault == null;
  }
}
