package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.json.JsonException;
import java.io.IOException;
import java.nio.file.Path;

/// Writes the snapshots of a data directory.
///
/// Whoever writes one must have made the log durable up to the state's sequence before: a snapshot
/// must never know more than the log. Each call is confined to one thread; two calls on one
/// directory must not overlap.
public final class Snapshots {
  private Snapshots() {}

  /// How writing ended, when nothing failed.
  public sealed interface Written {
    /// The snapshot is in place, durable, and was read back.
    ///
    /// @param path its file
    /// @param sequence the last event that it contains, unsigned
    /// @param bytes the file's length
    record Published(Path path, long sequence, long bytes) implements Written {}

    /// The state has no such form (S-33). Nothing was changed.
    ///
    /// @param why which value stands in the way, for people
    record NotExpressible(String why) implements Written {}
  }

  /// Writes the snapshot in the original's form.
  ///
  /// @param epochSeconds wall clock: the time of capture
  /// @throws IOException if writing fails, or if what was written does not read back; the old
  ///   snapshot is then still in place
  public static Written writeV8(
      FileStore store, DataLayout layout, StateImage state, long epochSeconds) throws IOException {
    V8Snapshot snapshot = V8Snapshot.capture(state, epochSeconds);
    String why = V8Form.whyNot(snapshot);
    if (why != null) {
      return new Written.NotExpressible(why);
    }
    Path target = layout.v8Snapshot();
    try (var publication = Publication.begin(store, target)) {
      long bytes = V8File.write(publication.file(), snapshot);
      publication.sync();
      verify(store, publication.temporary(), snapshot);
      publication.publish();
      return new Written.Published(target, state.sequence(), bytes);
    } catch (JsonException unwritable) {
      return new Written.NotExpressible(String.valueOf(unwritable.getMessage()));
    }
  }

  private static void verify(FileStore store, Path file, V8Snapshot written) throws IOException {
    switch (V8File.load(store, file)) {
      case V8File.Loaded.Present(V8Snapshot read) -> {
        if (!read.equals(written)) {
          throw new IOException(file + ": reads back as another snapshot than was written");
        }
      }
      case V8File.Loaded.Absent _ -> throw new IOException(file + ": is gone after writing");
      case V8File.Loaded.Unusable(SnapshotFault fault) ->
          throw new IOException(file + ": does not read back: " + fault.message());
    }
  }
}
