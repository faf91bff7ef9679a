package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Who holds which concurrency key, and who waits for it: one holder a key, or as many as the key
/// has permits (RT-16).
///
/// A fold over the moves of runs, but for one thing: while a handler of a holder executes in this
/// process, its permit stays taken whatever the records say (S-10). Confined to the engine thread.
final class KeyLocks {
  private static final class Holder {
    final RunEntry run;
    boolean executing;
    boolean releaseWhenIdle;

    Holder(RunEntry run) {
      this.run = run;
    }
  }

  private static final class Slot {
    final Map<RunEntry, Holder> holders = new LinkedHashMap<>(2);
    @Nullable Waiters waiters;

    /// No waiter of this key has more permits.
    int mostPermits;

    @Nullable Holder holder(RunEntry run) {
      return holders.get(run);
    }

    void add(RunEntry run) {
      holders.put(run, new Holder(run));
    }
  }

  private final Map<KeyName, Slot> slots = new HashMap<>();
  private final ToIntFunction<RunEntry> permits;

  /// Locks of one permit each.
  KeyLocks() {
    this(_ -> 1);
  }

  /// Locks of as many permits as each run is told.
  KeyLocks(ToIntFunction<RunEntry> permits) {
    this.permits = permits;
  }

  /// A holder of the key that the run needs, if all permits are taken by others.
  @Nullable RunEntry occupant(RunEntry run) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    return slot == null || slot.holder(run) != null || hasRoom(slot, run)
        ? null
        : slot.holders.keySet().iterator().next();
  }

  private boolean hasRoom(Slot slot, RunEntry run) {
    return slot.holders.isEmpty() || slot.holders.size() < permits.applyAsInt(run);
  }

  /// Takes a permit for a run that held one when the process before this one ended. Of two that
  /// claim the last one, as data of the original may have it, the earliest `last_state_change_at`,
  /// then RunId, wins (spec 03 §3.3).
  void claim(RunEntry run) {
    KeyName key = KeyName.of(run);
    if (key == null) {
      return;
    }
    Slot slot = slots.computeIfAbsent(key, _ -> new Slot());
    if (hasRoom(slot, run)) {
      slot.add(run);
      return;
    }
    RunEntry latest = run;
    for (RunEntry holder : slot.holders.keySet()) {
      latest = precedes(latest, holder) ? holder : latest;
    }
    if (latest != run) {
      slot.holders.remove(latest);
      slot.add(run);
    }
  }

  /// Takes a permit for a run that starts; nothing happens if others hold them all.
  void take(RunEntry run) {
    KeyName key = KeyName.of(run);
    if (key == null) {
      return;
    }
    Slot slot = slots.computeIfAbsent(key, _ -> new Slot());
    Holder holder = slot.holder(run);
    if (holder != null) {
      holder.releaseWhenIdle = false;
    } else if (hasRoom(slot, run)) {
      slot.add(run);
    }
  }

  /// Notes that a handler of a holder begins to execute here.
  void beginExecution(RunEntry run) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    Holder holder = slot == null ? null : slot.holder(run);
    if (holder != null) {
      holder.executing = true;
    }
  }

  /// Notes that the handler returned.
  ///
  /// @return the waiter that may go next if a permit became free, null otherwise
  @Nullable Candidate endExecution(RunEntry run) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    Holder holder = slot == null ? null : slot.holder(run);
    if (key == null || slot == null || holder == null) {
      return null;
    }
    holder.executing = false;
    return holder.releaseWhenIdle ? free(key, slot, holder) : null;
  }

  /// Gives the permit back, at once or when the handler has returned; nothing happens if the run
  /// does not hold one.
  ///
  /// @return the waiter that may go next if a permit became free, null otherwise
  @Nullable Candidate release(RunEntry run) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    Holder holder = slot == null ? null : slot.holder(run);
    if (key == null || slot == null || holder == null) {
      return null;
    }
    if (holder.executing) {
      holder.releaseWhenIdle = true;
      return null;
    }
    return free(key, slot, holder);
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
    slot.mostPermits = Math.max(slot.mostPermits, permits.applyAsInt(candidate.run()));
    slot.waiters.add(candidate);
  }

  /// The next waiter for the run's key if a permit is free: asked when the run, which was let go
  /// for the key, waits for something else or has ended.
  @Nullable Candidate nextIfFree(RunEntry run) {
    return nextIfFree(run, Set.of());
  }

  /// The same, but for waiters with a need that nobody looks for just now.
  @Nullable Candidate nextIfFree(RunEntry run, Set<Routes.Need> without) {
    KeyName key = KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    return key == null || slot == null ? null : next(key, slot, without);
  }

  /// Lets all that wait for a key try again: its number of permits has changed.
  void permitsChanged(KeyName key, Consumer<Candidate> again) {
    Slot slot = slots.get(key);
    if (slot != null && slot.waiters != null) {
      slot.mostPermits = 0;
      slot.waiters.drain(again);
    }
  }

  private @Nullable Candidate free(KeyName key, Slot slot, Holder holder) {
    slot.holders.remove(holder.run);
    return next(key, slot, Set.of());
  }

  /// The next waiter that there is a permit for; a key that nobody holds or waits for is forgotten.
  /// Tasks may disagree about the permits of their key: a waiter that finds too few does not hold
  /// up those behind it that may hold more (RT-18).
  private @Nullable Candidate next(KeyName key, Slot slot, Set<Routes.Need> without) {
    Waiters waiters = slot.waiters;
    Candidate next = null;
    if (waiters != null && (slot.holders.isEmpty() || slot.holders.size() < slot.mostPermits)) {
      var passed = new ArrayList<Candidate>(0);
      next = waiters.poll(without);
      while (next != null && !hasRoom(slot, next.run())) {
        passed.add(next);
        next = waiters.poll(without);
      }
      passed.forEach(waiters::add);
    }
    if (slot.holders.isEmpty() && (waiters == null || waiters.isEmpty())) {
      slots.remove(key);
    }
    return next;
  }

  private static boolean precedes(RunEntry a, RunEntry b) {
    int byChange = Long.compareUnsigned(a.lastStateChangeAt(), b.lastStateChangeAt());
    return byChange != 0 ? byChange < 0 : a.compareId(b) < 0;
  }
}
