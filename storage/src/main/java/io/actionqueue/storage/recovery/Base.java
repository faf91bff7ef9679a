package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.snapshot.NativeFile;
import io.actionqueue.storage.snapshot.SnapshotFault;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.storage.snapshot.V8File;
import io.actionqueue.storage.snapshot.V8Form;
import io.actionqueue.storage.snapshot.V8Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state that replay starts from: the latest snapshot that can be used, or nothing.
///
/// The v8 snapshot has one name and the one before it another, the native ones carry their sequence
/// in theirs; whichever contains more is taken. One that cannot be read is passed over with a
/// warning, and the next one is tried: the log goes on from the latest two.
///
/// @param state the state of the snapshot, or the empty one
/// @param use what became of the snapshots
record Base(QueueState state, SnapshotUse use) {
  private static Base nothing() {
    return new Base(QueueState.empty(), new SnapshotUse.None());
  }

  /// Finds the base of a directory.
  static Base find(FileStore store, DataLayout layout, List<String> warnings) throws IOException {
    Base v8 = v8(store, layout.v8Snapshot(), warnings);
    Base firstPassedOver = v8.use instanceof SnapshotUse.PassedOver ? v8 : null;
    if (!v8.isUsed() && store.exists(layout.v8Previous())) {
      v8 = v8(store, layout.v8Previous(), warnings);
    }
    for (Path file : Snapshots.natives(store, layout)) {
      long sequence = DataLayout.nativeSequence(file).orElseThrow();
      if (Long.compareUnsigned(sequence, v8.state.latestSequence()) <= 0 && v8.isUsed()) {
        break;
      }
      Base found = fromNative(store, file, sequence, warnings);
      if (found != null && found.isUsed()) {
        return found;
      }
      firstPassedOver = found == null || firstPassedOver != null ? firstPassedOver : found;
    }
    return v8.isUsed() || firstPassedOver == null ? v8 : firstPassedOver;
  }

  /// Finds the latest base that contains nothing beyond a sequence: the past is replayed from
  /// there.
  ///
  /// @param sequence unsigned
  static Base atMost(FileStore store, DataLayout layout, long sequence) throws IOException {
    List<String> unheard = new ArrayList<>();
    List<Base> fitting = new ArrayList<>();
    for (Path file : List.of(layout.v8Snapshot(), layout.v8Previous())) {
      fitting.add(v8(store, file, unheard));
    }
    for (Path file : Snapshots.natives(store, layout)) {
      long named = DataLayout.nativeSequence(file).orElseThrow();
      Base found =
          Long.compareUnsigned(named, sequence) <= 0
              ? fromNative(store, file, named, unheard)
              : null;
      if (found != null && found.isUsed()) {
        fitting.add(found);
        break;
      }
    }
    fitting.removeIf(
        base -> !base.isUsed() || Long.compareUnsigned(base.state.latestSequence(), sequence) > 0);
    fitting.sort(
        (a, b) -> Long.compareUnsigned(b.state.latestSequence(), a.state.latestSequence()));
    return fitting.isEmpty() ? nothing() : fitting.getFirst();
  }

  boolean isUsed() {
    return use instanceof SnapshotUse.Used;
  }

  private static Base v8(FileStore store, Path path, List<String> warnings) {
    return switch (V8File.load(store, path)) {
      case V8File.Loaded.Present(V8Snapshot snapshot) -> {
        StateImage image = V8Form.restore(snapshot);
        long events = V8Form.restoreEvents(snapshot.state());
        yield new Base(QueueState.of(image), new SnapshotUse.Used(path, image.sequence(), events));
      }
      case V8File.Loaded.Absent(boolean emptyFile) ->
          emptyFile
              ? passedOver(path, new SnapshotFault.DecodeError("the file is empty"), warnings)
              : new Base(QueueState.empty(), new SnapshotUse.None());
      case V8File.Loaded.Unusable(SnapshotFault fault) -> passedOver(path, fault, warnings);
    };
  }

  /// Null if the file has gone since it was listed: beside a writer, a later one has taken its
  /// place.
  private static @Nullable Base fromNative(
      FileStore store, Path path, long sequence, List<String> warnings) {
    return switch (NativeFile.load(store, path)) {
      case NativeFile.Loaded.Present(QueueState state, long events) ->
          state.latestSequence() == sequence
              ? new Base(state, new SnapshotUse.Used(path, sequence, events))
              : passedOver(
                  path,
                  new SnapshotFault.DecodeError("its name says another sequence than its head"),
                  warnings);
      case NativeFile.Loaded.Absent _ -> null;
      case NativeFile.Loaded.Unusable(SnapshotFault fault) -> passedOver(path, fault, warnings);
    };
  }

  private static Base passedOver(Path path, SnapshotFault fault, List<String> warnings) {
    warnings.add("snapshot " + path + " is passed over: " + fault.message());
    return new Base(QueueState.empty(), new SnapshotUse.PassedOver(path, fault));
  }
}
