package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who holds which concurrency key, and who waits for it. At most one holder a key (RT-16).
///
/// A fold over the moves of runs, but for one thing: while a handler of the holder executes in this
/// process, the key stays taken whatever the records say (S-10). Confined to the engine thread.
final class KeyLocks {
  private static final class Slot {
    @Nullable RunEntry holder;
    @Nullable Waiters waiters;
    boolean executing;
    boolean releaseWhenIdle;
  }

  private final Map<KeyName, Slot> slots = new HashMap<>();

  /// The holder of the key that the run needs, if that is another run.
  @Nullable RunEntry occupant(RunEntry run) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    return slot == null || slot.holder == run ? null : slot.holder;
  }

  /// Takes the key for a run that held it when the process before this one ended. Of two that claim
  /// it, as data of the original may have it, the earliest `last_state_change_at`, then RunId, wins
  /// (spec 03 §3.3).
  void claim(RunEntry run) {
    KeyName key = KeyName.of(run);
    if (key == null) {
      return;
    }
    Slot slot = slots.computeIfAbsent(key, _ -> new Slot());
    if (slot.holder == null || precedes(run, slot.holder)) {
      slot.holder = run;
    }
  }

  /// Takes the key for a run that starts; nothing happens if another run holds it.
  void take(RunEntry run) {
    KeyName key = KeyName.of(run);
    if (key == null) {
      return;
    }
    Slot slot = slots.computeIfAbsent(key, _ -> new Slot());
    if (slot.holder == null) {
      slot.holder = run;
    }
    if (slot.holder == run) {
      slot.releaseWhenIdle = false;
    }
  }

  /// Notes that a handler of the holder begins to execute here.
  void beginExecution(RunEntry run) {
    Slot slot = heldSlot(run);
    if (slot != null) {
      slot.executing = true;
    }
  }

  /// Notes that the handler returned.
  ///
  /// @return the waiter that may go next if the key became free, null otherwise
  @Nullable Candidate endExecution(RunEntry run) {
    Slot slot = heldSlot(run);
    if (slot == null) {
      return null;
    }
    slot.executing = false;
    return slot.releaseWhenIdle ? free(run, slot) : null;
  }

  /// Gives the key back, at once or when the handler has returned; nothing happens if the run does
  /// not hold it.
  ///
  /// @return the waiter that may go next if the key became free, null otherwise
  @Nullable Candidate release(RunEntry run) {
    Slot slot = heldSlot(run);
    if (slot == null) {
      return null;
    }
    if (slot.executing) {
      slot.releaseWhenIdle = true;
      return null;
    }
    return free(run, slot);
  }

  /// Lets a candidate wait for its key.
  void await(Candidate candidate) {
    KeyName key = KeyName.of(candidate.run());
    if (key == null) {
      return;
    }
    Slot slot = slots.computeIfAbsent(key, _ -> new Slot());
    if (slot.waiters == null) {
      slot.waiters = new Waiters();
    }
    slot.waiters.add(candidate);
  }

  /// The next waiter for the run's key if nobody holds it: asked when the run, which was let go for
  /// the key, waits for something else or has ended.
  @Nullable Candidate nextIfFree(RunEntry run) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    if (key == null || slot == null || slot.holder != null) {
      return null;
    }
    return next(key, slot);
  }

  private @Nullable Candidate free(RunEntry run, Slot slot) {
    slot.holder = null;
    slot.releaseWhenIdle = false;
    KeyName key = KeyName.of(run);
    return key == null ? null : next(key, slot);
  }

  /// The next waiter of a free key; a key that nobody waits for is forgotten.
  private @Nullable Candidate next(KeyName key, Slot slot) {
    Candidate next = slot.waiters == null ? null : slot.waiters.poll();
    if (next == null) {
      slots.remove(key);
    }
    return next;
  }

  private @Nullable Slot heldSlot(RunEntry run) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    return slot == null || slot.holder != run ? null : slot;
  }

  private static boolean precedes(RunEntry a, RunEntry b) {
    int byChange = Long.compareUnsigned(a.lastStateChangeAt(), b.lastStateChangeAt());
    return byChange != 0 ? byChange < 0 : a.compareId(b) < 0;
  }
}
