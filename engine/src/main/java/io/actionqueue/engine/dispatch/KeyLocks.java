package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskConstraints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
  /// A run that has a permit; a link of its key's list, in order of arrival.
  private static final class Holder implements EntryTable.Value {
    final RunEntry run;
    final Slot slot;
    @Nullable Holder previous;
    @Nullable Holder next;
    boolean executing;
    boolean releaseWhenIdle;

    Holder(RunEntry run, Slot slot) {
      this.run = run;
      this.slot = slot;
    }

    @Override
    public Object entry() {
      return run;
    }
  }

  private static final class Slot {
    final KeyName key;
    @Nullable Holder first;
    @Nullable Holder last;
    int held;
    @Nullable Waiters waiters;

    /// No waiter of this key has more permits.
    int mostPermits;

    Slot(KeyName key) {
      this.key = key;
    }

    Holder add(RunEntry run) {
      var holder = new Holder(run, this);
      Holder before = last;
      holder.previous = before;
      last = holder;
      if (before == null) {
        first = holder;
      } else {
        before.next = holder;
      }
      held++;
      return holder;
    }

    void remove(Holder holder) {
      Holder before = holder.previous;
      Holder after = holder.next;
      if (before == null) {
        first = after;
      } else {
        before.next = after;
      }
      if (after == null) {
        last = before;
      } else {
        after.previous = before;
      }
      held--;
    }
  }

  private final Map<KeyName, Slot> slots = new HashMap<>();

  /// By run, so that what follows a start needs no name.
  private final EntryTable<Holder> holders = EntryTable.empty();

  private final ToIntFunction<RunEntry> permits;

  /// What [#slot(RunEntry)] found last, for runs with these constraints and tenant.
  private @Nullable Slot known;

  private @Nullable TaskConstraints knownConstraints;
  private @Nullable TenantId knownTenant;

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
    Slot slot = slot(run);
    Holder first = slot == null ? null : slot.first;
    return slot == null || first == null || hasRoom(slot, run) || holders.get(run) != null
        ? null
        : first.run;
  }

  private boolean hasRoom(Slot slot, RunEntry run) {
    return slot.held == 0 || slot.held < permits.applyAsInt(run);
  }

  /// Takes a permit for a run that held one when the process before this one ended. Of two that
  /// claim the last one, as data of the original may have it, the earliest `last_state_change_at`,
  /// then RunId, wins (spec 03 §3.3).
  void claim(RunEntry run) {
    Slot slot = slotToUse(run);
    if (slot == null) {
      return;
    }
    if (hasRoom(slot, run)) {
      add(slot, run);
      return;
    }
    RunEntry latest = run;
    for (Holder holder = slot.first; holder != null; holder = holder.next) {
      latest = precedes(latest, holder.run) ? holder.run : latest;
    }
    Holder beaten = latest == run ? null : holders.remove(latest);
    if (beaten != null) {
      slot.remove(beaten);
      add(slot, run);
    }
  }

  /// Takes a permit for a run that starts; nothing happens if others hold them all.
  void take(RunEntry run) {
    Slot slot = slotToUse(run);
    if (slot == null) {
      return;
    }
    Holder holder = holders.get(run);
    if (holder != null) {
      holder.releaseWhenIdle = false;
    } else if (hasRoom(slot, run)) {
      add(slot, run);
    }
  }

  private void add(Slot slot, RunEntry run) {
    holders.put(slot.add(run));
  }

  /// Notes that a handler of a holder begins to execute here.
  void beginExecution(RunEntry run) {
    Holder holder = holder(run);
    if (holder != null) {
      holder.executing = true;
    }
  }

  /// Notes that the handler returned.
  ///
  /// @return the waiter that may go next if a permit became free, null otherwise
  @Nullable Candidate endExecution(RunEntry run) {
    Holder holder = holder(run);
    if (holder == null) {
      return null;
    }
    holder.executing = false;
    return holder.releaseWhenIdle ? free(holder) : null;
  }

  /// Gives the permit back, at once or when the handler has returned; nothing happens if the run
  /// does not hold one.
  ///
  /// @return the waiter that may go next if a permit became free, null otherwise
  @Nullable Candidate release(RunEntry run) {
    Holder holder = holder(run);
    if (holder == null) {
      return null;
    }
    if (holder.executing) {
      holder.releaseWhenIdle = true;
      return null;
    }
    return free(holder);
  }

  private @Nullable Holder holder(RunEntry run) {
    return holders.isEmpty() || constraints(run) == null ? null : holders.get(run);
  }

  /// The constraints of a run that needs a key, null if it needs none.
  private static @Nullable TaskConstraints constraints(RunEntry run) {
    TaskEntry task = run.task();
    TaskConstraints all = task == null ? null : task.spec().constraints();
    return all == null || all.concurrencyKey() == null ? null : all;
  }

  /// The slot of the key that a run needs; null if it needs none, or nobody holds or awaits it.
  /// Tasks alike share their constraints, and most runs come in series: the last answer is
  /// remembered.
  @SuppressWarnings("ReferenceEquality") // equal constraints that are two objects are looked up
  private @Nullable Slot slot(RunEntry run) {
    TaskConstraints constraints = constraints(run);
    if (constraints == null) {
      return null;
    }
    TenantId tenant = Turns.tenant(run);
    if (known != null && constraints == knownConstraints && Objects.equals(tenant, knownTenant)) {
      return known;
    }
    KeyName key = slots.isEmpty() ? null : KeyName.of(run);
    Slot slot = key == null ? null : slots.get(key);
    return slot == null ? null : remember(slot, constraints, tenant);
  }

  /// The slot of the key that a run needs, made if there is none; null if it needs none.
  private @Nullable Slot slotToUse(RunEntry run) {
    Slot slot = slot(run);
    KeyName key = slot == null ? KeyName.of(run) : null;
    if (key == null) {
      return slot;
    }
    var fresh = new Slot(key);
    slots.put(key, fresh);
    return fresh;
  }

  private Slot remember(Slot slot, TaskConstraints constraints, @Nullable TenantId tenant) {
    known = slot;
    knownConstraints = constraints;
    knownTenant = tenant;
    return slot;
  }

  private void forget(Slot slot) {
    slots.remove(slot.key);
    known = null;
  }

  /// Lets a candidate wait for its key.
  void await(Candidate candidate) {
    Slot slot = slotToUse(candidate.run());
    if (slot == null) {
      return;
    }
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
    Slot slot = slot(run);
    return slot == null ? null : next(slot, without);
  }

  /// Lets all that wait for a key try again: its number of permits has changed.
  void permitsChanged(KeyName key, Consumer<Candidate> again) {
    Slot slot = slots.get(key);
    if (slot != null && slot.waiters != null) {
      slot.mostPermits = 0;
      slot.waiters.drain(again);
    }
  }

  private @Nullable Candidate free(Holder holder) {
    holders.remove(holder.run);
    holder.slot.remove(holder);
    return next(holder.slot, Set.of());
  }

  /// The next waiter that there is a permit for; a key that nobody holds or waits for is forgotten.
  /// Tasks may disagree about the permits of their key: a waiter that finds too few does not hold
  /// up those behind it that may hold more (RT-18).
  private @Nullable Candidate next(Slot slot, Set<Routes.Need> without) {
    Waiters waiters = slot.waiters;
    Candidate next = null;
    if (waiters != null && (slot.held == 0 || slot.held < slot.mostPermits)) {
      var passed = new ArrayList<Candidate>(0);
      next = waiters.poll(without);
      while (next != null && !hasRoom(slot, next.run())) {
        passed.add(next);
        next = waiters.poll(without);
      }
      passed.forEach(waiters::add);
    }
    if (slot.held == 0 && (waiters == null || waiters.isEmpty())) {
      forget(slot);
    }
    return next;
  }

  private static boolean precedes(RunEntry a, RunEntry b) {
    int byChange = Long.compareUnsigned(a.lastStateChangeAt(), b.lastStateChangeAt());
    return byChange != 0 ? byChange < 0 : a.compareId(b) < 0;
  }
}
