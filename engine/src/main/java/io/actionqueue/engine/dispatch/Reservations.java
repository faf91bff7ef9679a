package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keys that are kept for a run which needs several of them and was looked at in vain too often, so
/// that it does not wait for ever while runs with one key each come and go.
///
/// A run waits for its keys without holding any. Each time one of them has a permit it is looked
/// at, and whenever another one is taken then, somebody else gets the first. After [#TRIES] such
/// times its keys are reserved, all of them at once: from then on a permit that it lacks goes to
/// nobody who comes after it in the order of selection. It starts when those who hold its keys have
/// ended, and the runs before it.
///
/// Nothing stands still for good:
///
/// * A key is reserved for one run at most. Of two runs that share a key, the one that goes first
///   in the order of selection has all its reservations, the other one none. So a run that has a
///   reservation waits for none that has one.
/// * It waits for holders, and only while each key that it lacks is in use: a run that executes
///   holds all its keys already and waits for none. Who keeps a key between attempts may wait for
///   anything: then there is no reservation.
/// * So a run that waits for what is reserved waits for a run that waits for runs that execute, and
///   there the chain ends. What a handler may wait for itself, such as the end of a task that needs
///   a reserved key, is not seen here: therefore a reservation ends after a minute. Who had it may
///   have another one after as many tries, for twice the time, so that executions of any length are
///   outlasted.
/// * It ends at once when something beside keys stands in the run's way, or nobody looks for it, or
///   it leaves Ready (RT-18).
///
/// Known to this process only: nothing is recorded, and the next process counts from the beginning.
/// Costs nothing while no run with several keys waits. Confined to the engine thread.
final class Reservations {
  /// So many times a run is looked at in vain before its keys are reserved.
  static final int TRIES = 8;

  /// How long the first reservation of a run lasts at most.
  static final long FIRST_NANOS = 60_000_000_000L;

  private static final long LONGEST_NANOS = 1L << 60;

  /// All keys of a run, reserved until an instant.
  static final class Reservation extends TimerHeap.Timer {
    final RunEntry run;
    private final Candidate place;
    private final List<KeySlot> slots;

    private Reservation(Candidate place, List<KeySlot> slots) {
      this.run = place.run();
      this.place = place;
      this.slots = slots;
    }
  }

  /// What is known of a Ready run that lacked keys.
  private static final class Wait {
    int tries;
    long nanos = FIRST_NANOS;
    @Nullable Reservation reservation;
  }

  private final KeyPermits permits;
  private final Predicate<RunEntry> lacksKeysOnly;
  private final StepTime time;
  private final Map<RunEntry, Wait> waits = new HashMap<>();

  /// Whose reservation may have to end; asked in the same way as of promises.
  private final Promises doubts = new Promises(_ -> 0);

  private final TimerHeap<Reservation> ends =
      TimerHeap.ordered((a, b) -> a.place.compareTo(b.place));

  /// No reservations yet.
  ///
  /// @param permits how many runs may hold a key
  /// @param lacksKeysOnly whether a run is Ready, somebody looks for it, and nothing but keys
  ///   stands in its way; slots do not count
  /// @param time the instants of the present step
  Reservations(KeyPermits permits, Predicate<RunEntry> lacksKeysOnly, StepTime time) {
    this.permits = permits;
    this.lacksKeysOnly = lacksKeysOnly;
    this.time = time;
    doubts.follow();
  }

  private boolean isEmpty() {
    return ends.size() == 0;
  }

  /// Whether the keys of a run are reserved for it.
  boolean has(RunEntry run) {
    Wait wait = isEmpty() ? null : waits.get(run);
    return wait != null && wait.reservation != null;
  }

  /// Whether a permit of a key that a run needs and lacks is kept for one that goes before it.
  boolean keepsFrom(KeySlot slot, RunEntry run) {
    Reservation kept = slot.reserved;
    return kept != null
        && kept.run != run
        && slot.held + 1 >= permits.of(kept.run, slot.key)
        && kept.place.goesBefore(run);
  }

  /// Notes that a run which needs several keys and holds none was looked at in vain.
  ///
  /// @param slots finds all its keys
  /// @param letGo told of keys that are reserved no longer
  void refused(Candidate place, Function<RunEntry, List<KeySlot>> slots, Consumer<KeySlot> letGo) {
    Wait wait = waits.computeIfAbsent(place.run(), _ -> new Wait());
    wait.tries = Math.min(wait.tries + 1, TRIES + 1);
    Reservation before = wait.reservation;
    if (wait.tries <= TRIES || (before != null && before.place.equals(place))) {
      return;
    }
    var free = new ArrayList<KeySlot>();
    if (before != null) {
      end(before, free); // it has another priority now
    }
    List<KeySlot> own = slots.apply(place.run());
    if (mayReserve(place, own)) {
      reserve(place, own, wait, free);
    }
    free.stream().filter(slot -> slot.reserved == null).forEach(letGo);
  }

  private boolean mayReserve(Candidate place, List<KeySlot> slots) {
    for (KeySlot slot : slots) {
      Reservation other = slot.reserved;
      if (other != null && other.place.compareTo(place) < 0) {
        return false;
      }
    }
    return lacksKeysOnly.test(place.run()) && comeFree(place.run(), slots);
  }

  private void reserve(Candidate place, List<KeySlot> slots, Wait wait, List<KeySlot> free) {
    var reservation = new Reservation(place, slots);
    for (KeySlot slot : slots) {
      Reservation other = slot.reserved;
      if (other != null) {
        end(other, free);
      }
      slot.reserved = reservation;
    }
    wait.reservation = reservation;
    ends.set(reservation, time.nanos() + wait.nanos);
    doubts.made(reservation.run);
  }

  /// Whether all keys that a run lacks are in use and will be given back.
  private boolean comeFree(RunEntry run, List<KeySlot> slots) {
    for (KeySlot slot : slots) {
      boolean lacks = slot.held > 0 && slot.held >= permits.of(run, slot.key);
      if (lacks && !slot.isInUse()) {
        return false;
      }
    }
    return true;
  }

  private void end(Reservation reservation, List<KeySlot> free) {
    for (KeySlot slot : reservation.slots) {
      slot.reserved = null;
    }
    free.addAll(reservation.slots);
    ends.cancel(reservation);
    doubts.ended(reservation.run);
    Wait wait = waits.get(reservation.run);
    if (wait != null) {
      wait.reservation = null;
    }
  }

  /// Notes that a run is not Ready any more. The caller lets those go that wait for its keys.
  void ended(RunEntry run) {
    Wait wait = waits.isEmpty() ? null : waits.remove(run);
    if (wait != null && wait.reservation != null) {
      end(wait.reservation, new ArrayList<>());
    }
  }

  /// Notes that a run which holds a key has moved, and may not be executing any more.
  void moved(KeySlot.Holder holder) {
    if (isEmpty()) {
      return;
    }
    for (KeySlot.@Nullable Holder each = holder; each != null; each = each.further) {
      if (each.slot.reserved != null) {
        doubts.changed(each.slot.reserved.run);
      }
    }
  }

  /// Notes that a run may have taken what others of its action, key and tenant need.
  void taken(RunEntry run) {
    if (!isEmpty()) {
      doubts.taken(run);
    }
  }

  /// Notes that something of a task has changed that its runs may need.
  void changed(TaskEntry task) {
    if (!isEmpty()) {
      doubts.changed(task);
    }
  }

  /// Notes that something of a run has changed that may keep it from starting.
  void changed(RunEntry run) {
    if (!isEmpty()) {
      doubts.changed(run);
    }
  }

  /// Notes that rules have changed, or who looks for what.
  void doubtAll() {
    if (!isEmpty()) {
      doubts.doubtAll();
    }
  }

  /// Ends what must not go on; costs nothing if nothing has happened.
  ///
  /// @param letGo told of keys that are reserved no longer
  void settle(Consumer<KeySlot> letGo) {
    if (!isEmpty()) {
      doubts.settle(this::goesOn, (run, _) -> giveUp(run, letGo));
    }
  }

  private boolean goesOn(RunEntry run) {
    Wait wait = waits.get(run);
    Reservation reservation = wait == null ? null : wait.reservation;
    return reservation != null && lacksKeysOnly.test(run) && comeFree(run, reservation.slots);
  }

  /// Ends the reservation of a run, if it has one.
  ///
  /// @param letGo told of keys that are reserved no longer
  void giveUp(RunEntry run, Consumer<KeySlot> letGo) {
    Wait wait = waits.get(run);
    if (wait != null && wait.reservation != null) {
      var free = new ArrayList<KeySlot>();
      end(wait.reservation, free);
      free.forEach(letGo);
    }
  }

  /// Ends what has lasted long enough.
  ///
  /// @param letGo told of keys that are reserved no longer
  void wake(Consumer<KeySlot> letGo) {
    if (isEmpty()) {
      return;
    }
    long now = time.nanos();
    for (Reservation due = ends.pollDue(now); due != null; due = ends.pollDue(now)) {
      Wait wait = waits.get(due.run);
      if (wait != null) {
        wait.tries = 0;
        wait.nanos = Math.min(2 * wait.nanos, LONGEST_NANOS);
      }
      giveUp(due.run, letGo);
    }
  }

  /// When [#wake] is to be called next, monotonic nanoseconds; null for never.
  @Nullable Long nextWakeUp() {
    Reservation first = ends.peek();
    return first == null ? null : (Long) first.at();
  }
}
