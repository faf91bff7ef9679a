package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.DataLayout;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a snapshot file holds, found by loading all of it.
///
/// @param path the file
/// @param form its form
/// @param bytes its length
/// @param sequence the last event that it contains, unsigned; 0 if it cannot be used
/// @param state what it stands for; null if it cannot be used
/// @param fault why it cannot be used; null if it can
public record SnapshotCheck(
    Path path,
    SnapshotForm form,
    long bytes,
    long sequence,
    @Nullable QueueState state,
    @Nullable SnapshotFault fault) {

  /// Checks every snapshot file of a directory, the latest first, those that cannot be used last.
  public static List<SnapshotCheck> all(FileStore store, DataLayout layout) throws IOException {
    List<SnapshotCheck> checks = new ArrayList<>();
    for (Path file : Snapshots.all(store, layout)) {
      try {
        checks.add(of(store, file));
      } catch (NoSuchFileException _) {
        // Beside a writer, a later one has taken its place.
      }
    }
    checks.sort(Comparator.comparing(SnapshotCheck::sequence, Long::compareUnsigned).reversed());
    return checks;
  }

  /// Checks one file, by its name a native snapshot or a v8 one.
  ///
  /// @throws NoSuchFileException if there is no such file
  public static SnapshotCheck of(FileStore store, Path file) throws IOException {
    long bytes;
    try (FileHandle handle = store.open(file, FileStore.OpenMode.READ)) {
      bytes = handle.size();
    }
    return String.valueOf(file.getFileName()).endsWith(".aqs")
        ? ofNative(store, file, bytes)
        : ofV8(store, file, bytes);
  }

  private static SnapshotCheck ofNative(FileStore store, Path file, long bytes) {
    return switch (NativeFile.load(store, file)) {
      case NativeFile.Loaded.Present(QueueState state, _) -> {
        var named = DataLayout.nativeSequence(file);
        boolean fits = named.isEmpty() || named.getAsLong() == state.latestSequence();
        yield fits
            ? good(file, SnapshotForm.NATIVE, bytes, state)
            : bad(file, SnapshotForm.NATIVE, bytes, "its name says another sequence than its head");
      }
      case NativeFile.Loaded.Absent _ -> bad(file, SnapshotForm.NATIVE, bytes, "the file is gone");
      case NativeFile.Loaded.Unusable(SnapshotFault fault) ->
          new SnapshotCheck(file, SnapshotForm.NATIVE, bytes, 0, null, fault);
    };
  }

  private static SnapshotCheck ofV8(FileStore store, Path file, long bytes) {
    return switch (V8File.load(store, file)) {
      case V8File.Loaded.Present(V8Snapshot snapshot) ->
          good(file, SnapshotForm.V8, bytes, QueueState.of(V8Form.restore(snapshot)));
      case V8File.Loaded.Absent _ -> bad(file, SnapshotForm.V8, bytes, "the file is empty");
      case V8File.Loaded.Unusable(SnapshotFault fault) ->
          new SnapshotCheck(file, SnapshotForm.V8, bytes, 0, null, fault);
    };
  }

  private static SnapshotCheck good(Path file, SnapshotForm form, long bytes, QueueState state) {
    return new SnapshotCheck(file, form, bytes, state.latestSequence(), state, null);
  }

  private static SnapshotCheck bad(Path file, SnapshotForm form, long bytes, String detail) {
    return new SnapshotCheck(file, form, bytes, 0, null, new SnapshotFault.DecodeError(detail));
  }

  /// Whether it can be used.
  public boolean isGood() {
    return fault == null;
  }
}
