package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.file.DataLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The verified snapshots of one directory, of whichever form: the latest one and the one before
/// it. What stands in neither is removed only once there are two (D4).
///
/// A snapshot counts as verified when it was loaded whole at opening, or read back after writing.
/// Confined to one thread at a time; two writers on one directory must not overlap.
public final class Generations {
  /// How many verified snapshots are kept.
  public static final int KEPT = 2;

  private final SnapshotPlace place;
  private final FileStore store;
  private final DataLayout layout;
  private final List<Generation> verified = new ArrayList<>();

  /// A verified snapshot.
  ///
  /// @param path its file
  /// @param sequence the last event that it contains, unsigned
  public record Generation(Path path, long sequence) {}

  private Generations(SnapshotPlace place) {
    this.place = place;
    this.store = place.store();
    this.layout = place.layout();
  }

  /// The snapshots of a directory.
  ///
  /// @param used the one that opening has loaded, null if there was none
  public static Generations of(SnapshotPlace place, @Nullable Generation used) {
    var generations = new Generations(place);
    if (used != null) {
      generations.verified.add(used);
    }
    return generations;
  }

  /// The verified snapshot before the latest one, null if there is none: what older log may be
  /// dropped behind.
  public @Nullable Generation previous() {
    return verified.size() < KEPT ? null : verified.getLast();
  }

  /// Loads the other files for one that may stand before the latest snapshot, if none is known.
  public void verifyPrevious() throws IOException {
    if (verified.size() != 1) {
      return;
    }
    long latest = verified.getFirst().sequence();
    Generation best = null;
    for (SnapshotCheck check : SnapshotCheck.all(store, layout)) {
      boolean older = check.isGood() && Long.compareUnsigned(check.sequence(), latest) < 0;
      if (older && (best == null || Long.compareUnsigned(check.sequence(), best.sequence()) > 0)) {
        best = new Generation(check.path(), check.sequence());
      }
    }
    if (best != null) {
      verified.add(best);
    }
  }

  /// Writes a snapshot, reads it back, makes it the latest one, and removes what is older than the
  /// one before it.
  ///
  /// @param state complete
  /// @param epochMillis wall clock: the time of capture
  /// @throws IOException if that fails; whatever was verified before is then still there
  public Snapshots.Written write(SnapshotForm form, StateCapture state, long epochMillis)
      throws IOException {
    Snapshots.Written written =
        switch (form) {
          case NATIVE -> Snapshots.writeNative(place, state, epochMillis);
          case V8 -> {
            long seconds = Math.floorDiv(epochMillis, 1000L);
            yield Snapshots.writeV8(place, state.image(), seconds, this::makeWay);
          }
          case FITTING -> Snapshots.write(place, state, epochMillis, this::makeWay);
        };
    if (written instanceof Snapshots.Written.Published(Path path, long sequence, _)) {
      verified.removeIf(old -> old.sequence() == sequence || old.path().equals(path));
      verified.addFirst(new Generation(path, sequence));
      verified.subList(Math.min(KEPT, verified.size()), verified.size()).clear();
      removeOthers();
    }
    return written;
  }

  /// Writes a second snapshot of the state that the latest one holds, into a file of its own, reads
  /// it back and lets it count as the one before: no single damaged file costs the state then, and
  /// no log is needed for it. Where the latest has the v8 form, this one has the other.
  ///
  /// @param state complete, and that of the latest snapshot
  /// @param epochMillis wall clock: the time of capture
  /// @throws IllegalStateException if the latest snapshot is of another state
  /// @throws IOException if that fails; whatever was verified before is then still there
  public void writeTwin(StateCapture state, long epochMillis) throws IOException {
    long sequence = state.sequence();
    if (verified.isEmpty() || verified.getFirst().sequence() != sequence) {
      throw new IllegalStateException("the latest snapshot is of another state");
    }
    Path first = layout.nativeSnapshot(sequence);
    Path target = verified.getFirst().path().equals(first) ? layout.nativeTwin(sequence) : first;
    var _ = Snapshots.writeNative(place, state, epochMillis, target);
    verified.subList(1, verified.size()).clear();
    verified.add(new Generation(target, sequence));
    removeOthers();
  }

  /// The v8 form has one name. The snapshot under it is moved aside if it is the latest verified
  /// one; anything else may be replaced.
  private void makeWay(long newSequence) throws IOException {
    Path current = layout.v8Snapshot();
    boolean isLatest = !verified.isEmpty() && verified.getFirst().path().equals(current);
    if (isLatest && verified.getFirst().sequence() != newSequence) {
      Path previous = layout.v8Previous();
      if (store.exists(current)) { // it was moved if a rename failed only by its answer
        store.rename(current, previous);
      }
      verified.removeIf(old -> old.path().equals(previous));
      verified.set(0, new Generation(previous, verified.getFirst().sequence()));
    }
  }

  private void removeOthers() throws IOException {
    if (verified.size() < KEPT) {
      return;
    }
    for (Path file : Snapshots.all(store, layout)) {
      if (verified.stream().noneMatch(kept -> kept.path().equals(file))) {
        store.delete(file);
      }
    }
  }
}
