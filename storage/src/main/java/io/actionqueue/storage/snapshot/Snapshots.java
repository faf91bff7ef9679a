package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.SnapshotUnsound;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.json.JsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes and finds the snapshots of a data directory.
///
/// Whoever writes one must have synced the log up to the state's sequence before, through the log
/// itself, so that a failure is heard where it counts: a snapshot must never know more than the log
/// on the disk. Each call is confined to one thread; two writes on one directory must not overlap.
public final class Snapshots {
  /// Up to this many tasks and runs together a state counts as small: its snapshot is written in
  /// the original's form if that can express it.
  public static final int SMALL_ENTITIES = 20_000;

  /// Up to this many bytes of JSON likewise.
  public static final int SMALL_BYTES = 32 << 20;

  private Snapshots() {}

  /// How writing a v8 snapshot ended, when nothing failed.
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

  /// Prepares the name of a v8 snapshot just before a new one takes it.
  @FunctionalInterface
  interface Replacement {
    /// Moves away what must be kept.
    ///
    /// @param newSequence the last event that the new snapshot contains, unsigned
    void prepare(long newSequence) throws IOException;
  }

  /// Writes a snapshot in the form that fits: the original's while it can express the state and the
  /// state is small, the native one otherwise.
  ///
  /// @param state complete
  /// @param epochMillis wall clock: the time of capture
  /// @throws IOException if writing fails, or if what was written does not read back; the old
  ///   snapshots are then still there
  static Written.Published write(
      SnapshotPlace place, StateCapture state, long epochMillis, Replacement replacement)
      throws IOException {
    long entities = (long) state.tasks().size() + state.runCount();
    if (entities <= SMALL_ENTITIES) {
      long seconds = Math.floorDiv(epochMillis, 1000L);
      var target = new V8Target(place, replacement, SMALL_BYTES);
      var snapshot = V8Snapshot.capture(state.image(), seconds);
      if (writeV8(target, snapshot) instanceof Written.Published published) {
        return published;
      }
    }
    return writeNative(place, state, epochMillis);
  }

  /// Writes a snapshot in the original's form, whatever its size, over the one that is there.
  ///
  /// @param epochSeconds wall clock: the time of capture
  /// @throws IOException if writing fails, or if what was written does not read back; the old
  ///   snapshot is then still in place
  public static Written writeV8(
      FileStore store, DataLayout layout, StateImage state, long epochSeconds) throws IOException {
    return writeV8(SnapshotPlace.of(store, layout), state, epochSeconds, _ -> {});
  }

  /// The same, with the old one moved away before.
  static Written writeV8(
      SnapshotPlace place, StateImage state, long epochSeconds, Replacement replacement)
      throws IOException {
    var target = new V8Target(place, replacement, V8File.MAX_PAYLOAD_BYTES);
    return writeV8(target, V8Snapshot.capture(state, epochSeconds));
  }

  private record V8Target(SnapshotPlace place, Replacement replacement, int maxBytes) {}

  private static Written writeV8(V8Target to, V8Snapshot snapshot) throws IOException {
    String why = V8Form.whyNot(snapshot);
    if (why != null) {
      return new Written.NotExpressible(why);
    }
    Path target = to.place.layout().v8Snapshot();
    long sequence = snapshot.state().sequence();
    try (var publication = begin(to.place, target)) {
      long bytes = V8File.write(publication.file(), snapshot, to.maxBytes);
      publication.sync();
      verify(to.place.store(), publication.temporary(), snapshot);
      to.replacement.prepare(sequence);
      publication.publish();
      return new Written.Published(target, sequence, bytes);
    } catch (JsonException unwritable) {
      return new Written.NotExpressible(String.valueOf(unwritable.getMessage()));
    }
  }

  private static void verify(FileStore store, Path file, V8Snapshot written) throws IOException {
    switch (V8File.load(store, file)) {
      case V8File.Loaded.Present(V8Snapshot read) -> {
        if (!read.equals(written)) {
          throw new SnapshotUnsound(file, "reads back as another snapshot than was written");
        }
      }
      case V8File.Loaded.Absent _ -> throw new SnapshotUnsound(file, "is gone after writing");
      case V8File.Loaded.Unusable(SnapshotFault fault) ->
          throw new SnapshotUnsound(file, "does not read back: " + fault.message());
    }
  }

  /// Writes the snapshot in the native form, whatever its size.
  ///
  /// @param state complete
  /// @param epochMillis wall clock: the time of capture
  /// @throws IOException if writing fails, or if what was written does not read back; the old
  ///   snapshots are then still in place
  static Written.Published writeNative(SnapshotPlace place, StateCapture state, long epochMillis)
      throws IOException {
    Path target = place.layout().nativeSnapshot(state.sequence());
    return writeNative(place, state, epochMillis, target);
  }

  /// The same under a name of one's choice.
  static Written.Published writeNative(
      SnapshotPlace place, StateCapture state, long epochMillis, Path target) throws IOException {
    removeLeftovers(place.store(), place.layout());
    long bytes;
    try (var publication = begin(place, target)) {
      bytes = NativeFile.write(publication.file(), state, epochMillis);
      publication.sync();
      NativeFile.verify(place.store(), publication.temporary(), state.sequence());
      publication.publish();
    }
    return new Written.Published(target, state.sequence(), bytes);
  }

  private static Publication begin(SnapshotPlace place, Path target) throws IOException {
    return Publication.begin(place.store(), target, place.syncBytes());
  }

  /// Every snapshot file of a directory, of whichever form and age, in no order.
  public static List<Path> all(FileStore store, DataLayout layout) throws IOException {
    var found = new ArrayList<>(natives(store, layout));
    for (Path file : List.of(layout.v8Snapshot(), layout.v8Previous())) {
      if (store.exists(file)) {
        found.add(file);
      }
    }
    return found;
  }

  /// The native snapshots of a directory by their names, the latest first; none if there is no such
  /// folder.
  public static List<Path> natives(FileStore store, DataLayout layout) throws IOException {
    if (!store.isDirectory(layout.snapshotFolder())) {
      return List.of();
    }
    var found = new ArrayList<Path>();
    for (Path file : store.list(layout.snapshotFolder())) {
      if (DataLayout.nativeSequence(file).isPresent()) {
        found.add(file);
      }
    }
    found.sort(Comparator.comparing((Path file) -> String.valueOf(file.getFileName())).reversed());
    return found;
  }

  /// Removes what a process that was killed left half-written.
  private static void removeLeftovers(FileStore store, DataLayout layout) throws IOException {
    for (Path file : store.list(layout.snapshotFolder())) {
      String name = String.valueOf(file.getFileName());
      int end = name.length() - ".tmp".length();
      boolean temporary = end > 0 && name.endsWith(".tmp");
      if (temporary
          && DataLayout.nativeSequence(file.resolveSibling(name.substring(0, end))).isPresent()) {
        store.delete(file);
      }
    }
  }
}
