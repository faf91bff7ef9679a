package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A set of runs for the path of every start: no object for an entry, nothing computed but the hash
/// of an id. Open addressing with linear probing; a removal closes the gap it leaves. Confined to
/// the engine thread.
final class RunSet {
  private static final int SMALLEST = 64;

  private @Nullable RunEntry[] slots = new RunEntry[SMALLEST];
  private int size;

  /// Adds a run.
  ///
  /// @return whether it was not in
  boolean add(RunEntry run) {
    int at = find(run);
    if (slots[at] != null) {
      return false;
    }
    slots[at] = run;
    if (++size > slots.length / 2) {
      grow();
    }
    return true;
  }

  /// Removes a run.
  ///
  /// @return whether it was in
  boolean remove(RunEntry run) {
    int hole = find(run);
    if (slots[hole] == null) {
      return false;
    }
    size--;
    int mask = slots.length - 1;
    int at = hole;
    while (true) {
      at = (at + 1) & mask;
      RunEntry next = slots[at];
      if (next == null) {
        slots[hole] = null;
        return true;
      }
      int home = next.hashCode() & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        slots[hole] = next;
        hole = at;
      }
    }
  }

  boolean contains(RunEntry run) {
    return size > 0 && slots[find(run)] != null;
  }

  int size() {
    return size;
  }

  /// Passes every run, in no particular order; the set must not change meanwhile.
  void forEach(Consumer<RunEntry> visitor) {
    for (RunEntry run : slots) {
      if (run != null) {
        visitor.accept(run);
      }
    }
  }

  /// The slot that holds the run, or the free one where it belongs.
  @SuppressWarnings("ReferenceEquality") // a run has one entry
  private int find(RunEntry run) {
    int mask = slots.length - 1;
    int at = run.hashCode() & mask;
    while (slots[at] != null && slots[at] != run) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    @Nullable RunEntry[] before = slots;
    slots = new RunEntry[before.length * 2];
    for (RunEntry run : before) {
      if (run != null) {
        slots[find(run)] = run;
      }
    }
  }
}
