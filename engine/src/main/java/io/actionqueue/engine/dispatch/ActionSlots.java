package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The local worker's capabilities (D7): registered actions with their limits, and who waits for
/// them. The name of the default handler is the empty text. Confined to the engine thread.
final class ActionSlots {
  private static final class Slot {
    final Turns turns;
    final Waiters waiters;
    final int limit;
    int inUse;

    Slot(int limit, Turns turns) {
      this.limit = limit;
      this.turns = turns;
      this.waiters = new Waiters(turns);
    }
  }

  private final Map<String, Slot> slots = new HashMap<>();
  private Turns turns = Turns.NONE;

  /// Lets tenants take turns at the actions that are registered from now on.
  void takeTurns(Turns like) {
    turns = like;
  }

  /// Registers an action of which at most `limit` attempts execute at once.
  void register(String action, int limit) {
    slots.put(action, new Slot(limit, turns.elsewhere()));
  }

  boolean isKnown(String action) {
    return slots.containsKey(action);
  }

  /// The limit of an action that is fully used, 0 if a slot is free.
  int exhaustedLimit(String action) {
    Slot slot = slots.get(action);
    return slot == null || slot.inUse < slot.limit ? 0 : slot.limit;
  }

  /// Takes a slot for a run that starts.
  void take(String action, RunEntry run) {
    Slot slot = slots.get(action);
    if (slot != null) {
      slot.inUse++;
      slot.turns.served(run, slot.waiters.isEmpty());
    }
  }

  /// Notes that a run which was let go does not take a slot here.
  void notTaken(String action, RunEntry run) {
    Slot slot = turns == Turns.NONE ? null : slots.get(action);
    if (slot != null) {
      slot.turns.notServed(run);
    }
  }

  /// Gives a slot back; the waiter that may go next, if there is one.
  @Nullable Candidate giveBack(String action) {
    Slot slot = slots.get(action);
    if (slot == null) {
      return null;
    }
    slot.inUse--;
    return firstIfFree(slot);
  }

  /// The handlers here always look for what waits for them: whoever is let go has had its turn.
  private static @Nullable Candidate firstIfFree(Slot slot) {
    boolean free = slot.inUse + slot.turns.ahead() < slot.limit;
    Candidate first = free ? slot.waiters.poll() : null;
    if (first != null) {
      slot.turns.letGo(first.run());
    }
    return first;
  }

  /// Lets a candidate wait for a slot of its action.
  void await(String action, Candidate candidate) {
    Slot slot = slots.get(action);
    if (slot != null) {
      slot.waiters.add(candidate);
    }
  }

  /// The best candidate of a need that waits for a slot, left in; null if there is none.
  @Nullable Candidate peekWaiting(Routes.Need need) {
    Slot slot = slots.get(action(need));
    return slot == null ? null : slot.waiters.peek(need);
  }

  /// Takes out what [#peekWaiting] showed.
  @Nullable Candidate pollWaiting(Routes.Need need) {
    Slot slot = slots.get(action(need));
    return slot == null ? null : slot.waiters.poll(need);
  }

  private static String action(Routes.Need need) {
    return need.required().isEmpty() ? "" : need.required().getFirst();
  }

  /// Lets all that wait for slots try again: others may do some of it now.
  void drain(Consumer<Candidate> again) {
    slots.values().forEach(slot -> slot.waiters.drain(again));
  }

  /// The next waiter if a slot is free: asked when a candidate that was let go waits for something
  /// else or has ended.
  @Nullable Candidate nextIfFree(String action) {
    Slot slot = slots.get(action);
    return slot == null ? null : firstIfFree(slot);
  }
}
