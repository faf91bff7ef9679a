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

/// What a snapshot file holds, found by reading all of it.
///
/// A native snapshot is read section by section and nothing of it is kept, whatever its size. One
/// in the v8 form is read in one pass too; the identifiers in it are kept until its end, since any
/// of its lists may name what another holds.
///
/// @param path the file
/// @param form its form
/// @param bytes its length
/// @param sequence the last event that it contains, unsigned; 0 if it cannot be used
/// @param tasks how many tasks it holds; 0 if it cannot be used
/// @param runs how many runs it holds; 0 if it cannot be used
/// @param fault why it cannot be used; null if it can
public record SnapshotCheck(
    Path path,
    SnapshotForm form,
    long bytes,
    long sequence,
    long tasks,
    long runs,
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
    return isNative(file) ? ofNative(store, file, bytes) : ofV8(store, file, bytes);
  }

  /// The state that a file stands for, in memory.
  ///
  /// @return null if it cannot be used; a check says why
  public static @Nullable QueueState state(FileStore store, Path file) {
    if (isNative(file)) {
      return NativeFile.load(store, file) instanceof NativeFile.Loaded.Present(var state, _)
          ? state
          : null;
    }
    return V8File.load(store, file) instanceof V8File.Loaded.Present(V8Snapshot snapshot)
        ? QueueState.of(V8Form.restore(snapshot))
        : null;
  }

  private static boolean isNative(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".aqs");
  }

  private static SnapshotCheck ofNative(FileStore store, Path file, long bytes)
      throws NoSuchFileException {
    try {
      NativeFormat.Head head = NativeFile.check(store, file);
      var named = DataLayout.nativeSequence(file);
      if (named.isPresent() && named.getAsLong() != head.sequence()) {
        return bad(
            file,
            SnapshotForm.NATIVE,
            bytes,
            new SnapshotFault.DecodeError("its name says another sequence than its head"));
      }
      return new SnapshotCheck(
          file, SnapshotForm.NATIVE, bytes, head.sequence(), head.tasks(), head.runs(), null);
    } catch (UnreadableSnapshot unreadable) {
      return bad(file, SnapshotForm.NATIVE, bytes, unreadable.fault());
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException failure) {
      var fault = new SnapshotFault.IoError(String.valueOf(failure.getMessage()));
      return bad(file, SnapshotForm.NATIVE, bytes, fault);
    }
  }

  private static SnapshotCheck ofV8(FileStore store, Path file, long bytes) {
    try {
      V8Facts facts = V8File.check(store, file);
      return new SnapshotCheck(
          file,
          SnapshotForm.V8,
          bytes,
          facts.sequence(),
          facts.tasks().size(),
          facts.runs().size(),
          null);
    } catch (UnreadableSnapshot unreadable) {
      return bad(file, SnapshotForm.V8, bytes, unreadable.fault());
    }
  }

  private static SnapshotCheck bad(Path file, SnapshotForm form, long bytes, SnapshotFault fault) {
    return new SnapshotCheck(file, form, bytes, 0, 0, 0, fault);
  }

  /// Whether it can be used.
  public boolean isGood() {
    return fault == null;
  }
}
