package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.engine.dispatch.KeySlot.Holder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who holds which concurrency key, and who waits for it: one holder a key, or as many as the key
/// has permits (RT-16). A run with several keys starts when it can have a permit of each, and takes
/// them together; while it waits it holds none, so that nobody waits for a run that waits. It waits
/// for the first of its keys that it cannot have, in the order in which its task names them; if
/// that lasts too long, the next permits are kept for it ([Reservations]).
///
/// Who holds what is a fold over the moves of runs, but for one thing: while a handler of a holder
/// executes in this process, its permits stay taken whatever the records say (S-10). Confined to
/// the engine thread.
final class KeyLocks {
  private final Map<KeyName, KeySlot> slots = new HashMap<>();

  /// By run, so that what follows a start needs no name: the first permit that a run got.
  private final EntryTable<Holder> holders = EntryTable.empty();

  /// What [#held] found last: what follows a start, or an end, asks for the same run.
  private @Nullable Holder latest;

  private final KeyPermits permits;
  private final Offers again;

  /// What is kept for runs with several keys.
  final Reservations reservations;

  /// What [#slot] found last, for runs with these constraints and tenant.
  private @Nullable KeySlot known;

  private @Nullable TaskConstraints knownConstraints;
  private @Nullable TenantId knownTenant;

  /// Locks of as many permits as each run is told.
  ///
  /// @param again takes waiters that may go
  /// @param reservations what is kept for runs with several keys, by the same permits
  KeyLocks(KeyPermits permits, Offers again, Reservations reservations) {
    this.permits = permits;
    this.again = again;
    this.reservations = reservations;
  }

  /// How many more runs may have a key, as a run sees it; without bound if it has it already.
  int room(RunEntry run, KeyName key) {
    KeySlot slot = slots.get(key);
    boolean has = slot != null && holds(run, slot);
    return has ? Integer.MAX_VALUE : permits.of(run, key) - (slot == null ? 0 : slot.held);
  }

  /// Whether a key that the run needs and lacks is taken by others.
  boolean isTaken(RunEntry run) {
    return taken(run) != null;
  }

  /// The keys of the run that are taken by others, or kept for them, in order.
  List<KeyTaken> occupants(RunEntry run) {
    var found = new ArrayList<KeyTaken>(1);
    for (KeyName key : KeyName.allOf(run)) {
      KeySlot slot = slots.get(key);
      if (slot != null && refuses(slot, run)) {
        Holder first = hasRoom(slot, run) ? null : slot.first;
        Reservations.Reservation kept = slot.reserved;
        if (first != null) {
          found.add(new KeyTaken(key, first.run, false));
        } else if (kept != null) {
          found.add(new KeyTaken(key, kept.run, true));
        }
      }
    }
    return found;
  }

  /// The first of the run's keys that is taken by others, null if it may have all.
  private @Nullable KeySlot taken(RunEntry run) {
    TaskConstraints constraints = constraints(run);
    if (constraints == null) {
      return null;
    }
    KeySlot slot = slot(run, constraints);
    if (slot != null && refuses(slot, run)) {
      return slot;
    }
    for (KeySlot each : slotsOfSeveral(run)) {
      if (refuses(each, run)) {
        return each;
      }
    }
    return null;
  }

  private boolean refuses(KeySlot slot, RunEntry run) {
    boolean full = slot.first != null && !hasRoom(slot, run);
    return (full || isKept(slot, run)) && !holds(run, slot);
  }

  private boolean isKept(KeySlot slot, RunEntry run) {
    return slot.reserved != null && reservations.keepsFrom(slot, run);
  }

  private boolean hasRoom(KeySlot slot, RunEntry run) {
    return slot.held == 0 || slot.held < permits.of(run, slot.key);
  }

  private boolean holds(RunEntry run, KeySlot slot) {
    Holder holder = held(run);
    return holder != null && holder.holds(slot);
  }

  /// Takes permits for a run that held them when the process before this one ended. Of two that
  /// claim the last one of a key, as data of the original may have it, the earliest
  /// `last_state_change_at`, then RunId, wins (spec 03 §3.3); the other keeps its other keys.
  void claim(RunEntry run) {
    for (KeyName key : KeyName.allOf(run)) {
      claim(slotToUse(key), run);
    }
  }

  private void claim(KeySlot slot, RunEntry run) {
    if (holds(run, slot)) {
      return;
    }
    if (hasRoom(slot, run)) {
      add(slot, run, held(run));
      return;
    }
    Holder beaten = slot.latest(run);
    if (beaten != null) {
      slot.remove(beaten);
      Holder all = removed(beaten.run);
      Holder rest = all == null ? null : all.without(slot);
      if (rest != null) {
        holders.put(rest);
      }
      add(slot, run, held(run));
    }
  }

  /// Takes permits of all its keys for a run that starts; of a key whose permits others hold it
  /// takes none.
  void take(RunEntry run) {
    TaskConstraints constraints = constraints(run);
    if (constraints == null) {
      return;
    }
    Holder holder = held(run);
    if (holder == null) {
      KeySlot slot = firstSlot(run, constraints);
      holder = slot == null ? null : takeFrom(slot, run, null);
    } else {
      holder.releaseWhenIdle = false;
      reservations.moved(holder);
    }
    if (!run.policy().furtherKeys().isEmpty()) {
      for (KeyName key : KeyName.allOf(run)) {
        holder = takeFrom(slotToUse(key), run, holder);
      }
    }
  }

  /// Takes a permit of a key that the run lacks, if there is one.
  ///
  /// @param holder what the run holds already, null for nothing
  /// @return what it holds then
  private @Nullable Holder takeFrom(KeySlot slot, RunEntry run, @Nullable Holder holder) {
    boolean lacks = holder == null || !holder.holds(slot);
    return lacks && hasRoom(slot, run) ? add(slot, run, holder) : holder;
  }

  private Holder add(KeySlot slot, RunEntry run, @Nullable Holder holder) {
    Holder fresh = slot.add(run);
    if (holder == null) {
      holders.put(fresh);
      latest = fresh;
      return fresh;
    }
    holder.append(fresh);
    return holder;
  }

  /// Notes that a handler of a holder begins to execute here.
  void beginExecution(RunEntry run) {
    Holder holder = holder(run);
    if (holder != null) {
      holder.executing = true;
    }
  }

  /// Notes that the handler returned: permits that became free go to the next waiters.
  void endExecution(RunEntry run) {
    Holder holder = holder(run);
    if (holder != null) {
      holder.executing = false;
      if (holder.releaseWhenIdle) {
        free(holder);
      }
    }
  }

  /// Gives the permits back, at once or when the handler has returned; nothing happens if the run
  /// does not hold any. Those that became free go to the next waiters.
  void release(RunEntry run) {
    Holder holder = holder(run);
    if (holder == null) {
      return;
    }
    if (holder.executing) {
      holder.releaseWhenIdle = true;
    } else {
      free(holder);
    }
  }

  private @Nullable Holder holder(RunEntry run) {
    return holders.isEmpty() || constraints(run) == null ? null : held(run);
  }

  /// The first permit that a run got of those that it has, null if it has none.
  private @Nullable Holder held(RunEntry run) {
    Holder known = latest;
    if (known == null || known.run != run) {
      known = holders.get(run);
      latest = known == null ? latest : known;
    }
    return known;
  }

  private @Nullable Holder removed(RunEntry run) {
    latest = null;
    return holders.remove(run);
  }

  private void free(Holder holder) {
    Holder _ = removed(holder.run);
    for (Holder each = holder; each != null; each = each.further) {
      each.slot.remove(each);
    }
    for (Holder each = holder; each != null; each = each.further) {
      letGo(each.slot);
    }
  }

  /// The constraints of a run that needs a key, null if it needs none.
  private static @Nullable TaskConstraints constraints(RunEntry run) {
    TaskEntry task = run.task();
    TaskConstraints all = task == null ? null : task.spec().constraints();
    return all == null || all.concurrencyKey() == null ? null : all;
  }

  /// The slot of the first key of a run with these constraints; null if nobody holds or awaits it.
  /// Tasks alike share their constraints, and most runs come in series: the last answer is
  /// remembered.
  @SuppressWarnings("ReferenceEquality") // equal constraints that are two objects are looked up
  private @Nullable KeySlot slot(RunEntry run, TaskConstraints constraints) {
    TenantId tenant = Turns.tenant(run);
    if (known != null && constraints == knownConstraints && Objects.equals(tenant, knownTenant)) {
      return known;
    }
    KeyName key = slots.isEmpty() ? null : KeyName.of(run);
    KeySlot slot = key == null ? null : slots.get(key);
    if (slot != null) {
      known = slot;
      knownConstraints = constraints;
      knownTenant = tenant;
    }
    return slot;
  }

  /// The same, made if there is none.
  private @Nullable KeySlot firstSlot(RunEntry run, TaskConstraints constraints) {
    KeySlot slot = slot(run, constraints);
    KeyName key = slot == null ? KeyName.of(run) : null;
    return key == null ? slot : slotToUse(key);
  }

  private KeySlot slotToUse(KeyName key) {
    return slots.computeIfAbsent(key, KeySlot::new);
  }

  /// The slots of the keys of a run that somebody holds or awaits, in order; empty for a run with
  /// one key at most.
  private List<KeySlot> slotsOfSeveral(RunEntry run) {
    if (run.policy().furtherKeys().isEmpty()) {
      return List.of();
    }
    return KeyName.allOf(run).stream().map(slots::get).filter(Objects::nonNull).toList();
  }

  /// Lets a candidate wait for the first of its keys that it cannot have.
  void await(Candidate candidate) {
    RunEntry run = candidate.run();
    KeySlot slot = taken(run);
    KeyName key = slot == null ? KeyName.of(run) : slot.key;
    if (key != null) {
      slotToUse(key).await(candidate, permits.of(run, key));
    }
    if (!run.policy().furtherKeys().isEmpty() && holders.get(run) == null) {
      reservations.refused(candidate, this::slotsToUse, this::letGo);
    }
  }

  private List<KeySlot> slotsToUse(RunEntry run) {
    return KeyName.allOf(run).stream().map(this::slotToUse).toList();
  }

  /// Notes that a Ready run waits for something: if that is no key, nothing is kept for it.
  void parked(RunEntry run) {
    if (reservations.has(run) && taken(run) == null) {
      reservations.giveUp(run, this::letGo);
    }
    reservations.changed(run);
  }

  /// Ends reservations that must not go on.
  void settle() {
    reservations.settle(this::letGo);
  }

  /// Ends reservations that have lasted long enough.
  void wake() {
    reservations.wake(this::letGo);
  }

  /// Lets the next waiters go for the run's keys that have a permit: told when the run, which was
  /// let go for one of them, waits for something else or has ended.
  ///
  /// @param but keys of whose permits nothing is left, since others have a promise
  void letOthersGo(RunEntry run, List<KeyName> but) {
    TaskConstraints constraints = constraints(run);
    if (constraints == null) {
      return;
    }
    List<KeySlot> several = slotsOfSeveral(run);
    KeySlot only = several.isEmpty() ? slot(run, constraints) : null;
    for (KeySlot slot : only == null ? several : List.of(only)) {
      if (!but.contains(slot.key)) {
        letGo(slot);
      }
    }
  }

  /// Lets all that wait for a key try again: its number of permits has changed.
  void permitsChanged(KeyName key, Consumer<Candidate> to) {
    KeySlot slot = slots.get(key);
    if (slot != null && slot.waiters != null) {
      slot.mostPermits = 0;
      slot.waiters.drain(to);
    }
  }

  /// Lets the next waiter of a key try again; if nobody looks for what it needs just now, others
  /// that need something else may as well, so that it does not keep the key from them (RT-18).
  private void letGo(KeySlot slot) {
    Set<Routes.Need> tried = Set.of();
    Candidate next = next(slot, tried);
    while (next != null && !again.offer(next)) {
      tried = tried.isEmpty() ? new HashSet<>(4) : tried;
      tried.add(Routes.need(next.run()));
      next = next(slot, tried);
    }
  }

  /// The next waiter that there is a permit for, but for those with a need that nobody looks for
  /// just now; a key that nobody holds or waits for is forgotten. Tasks may disagree about the
  /// permits of their key: a waiter that finds too few does not hold up those behind it that may
  /// hold more (RT-18). From whom the permit is kept, it is kept from all behind.
  private @Nullable Candidate next(KeySlot slot, Set<Routes.Need> without) {
    Waiters waiters = slot.waiters;
    Candidate next = null;
    if (waiters != null && (slot.held == 0 || slot.held < slot.mostPermits)) {
      var passed = new ArrayList<Candidate>(0);
      next = waiters.poll(without);
      while (next != null && (!hasRoom(slot, next.run()) || isKept(slot, next.run()))) {
        passed.add(next);
        next = isKept(slot, next.run()) ? null : waiters.poll(without);
      }
      passed.forEach(waiters::add);
    }
    if (slot.isUnused() && slots.remove(slot.key, slot)) {
      known = null;
    }
    return next;
  }
}
