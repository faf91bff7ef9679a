package io.actionqueue.engine.dispatch;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import org.jspecify.annotations.Nullable;

/// One concurrency key that somebody holds or awaits: its holders in order of arrival, and its
/// waiters. Confined to the engine thread.
final class KeySlot {
  /// A run that has a permit of a key; a link of the key's list. A run with several keys has one
  /// for each, the later ones behind the first that it got; what is noted of the run stands there.
  static final class Holder implements EntryTable.Value {
    final RunEntry run;
    final KeySlot slot;
    private @Nullable Holder previous;
    private @Nullable Holder next;
    @Nullable Holder further;
    boolean executing;
    boolean releaseWhenIdle;

    private Holder(RunEntry run, KeySlot slot) {
      this.run = run;
      this.slot = slot;
    }

    @Override
    public Object entry() {
      return run;
    }

    /// Whether it, or one behind it, is of this key.
    boolean holds(KeySlot key) {
      Holder link = this;
      while (link != null && link.slot != key) {
        link = link.further;
      }
      return link != null;
    }

    /// Adds the permit of another key of the same run.
    void append(Holder other) {
      Holder end = this;
      for (Holder link = further; link != null; link = link.further) {
        end = link;
      }
      end.further = other;
    }

    /// The same run without its permit of a key, null if it has no other.
    @Nullable Holder without(KeySlot key) {
      if (slot == key) {
        Holder rest = further;
        if (rest != null) {
          rest.executing = executing;
          rest.releaseWhenIdle = releaseWhenIdle;
        }
        return rest;
      }
      Holder rest = further;
      further = rest == null ? null : rest.without(key);
      return this;
    }
  }

  final KeyName key;
  @Nullable Holder first;
  private @Nullable Holder last;
  int held;
  @Nullable Waiters waiters;

  /// For whom its next permit is kept, null for nobody.
  Reservations.@Nullable Reservation reserved;

  /// No waiter of this key has more permits.
  int mostPermits;

  KeySlot(KeyName key) {
    this.key = key;
  }

  /// Gives a run a permit.
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

  /// Takes a permit back.
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

  /// The permit of the run that changed last, or of none if this run did (spec 03 §3.3).
  @Nullable Holder latest(RunEntry run) {
    RunEntry latest = run;
    Holder found = null;
    for (Holder holder = first; holder != null; holder = holder.next) {
      if (precedes(latest, holder.run)) {
        latest = holder.run;
        found = holder;
      }
    }
    return found;
  }

  private static boolean precedes(RunEntry a, RunEntry b) {
    int byChange = Long.compareUnsigned(a.lastStateChangeAt(), b.lastStateChangeAt());
    return byChange != 0 ? byChange < 0 : a.compareId(b) < 0;
  }

  /// Lets a candidate wait that is told of so many permits.
  void await(Candidate candidate, int permits) {
    if (waiters == null) {
      waiters = new Waiters();
    }
    mostPermits = Math.max(mostPermits, permits);
    waiters.add(candidate);
  }

  /// Whether one of those that hold it gives it back when its execution ends, as far as anybody can
  /// tell: it executes, or has ended and its handler has not returned. Cost: those that do not.
  boolean isInUse() {
    Holder holder = first;
    while (holder != null && !isExecuting(holder.run.state())) {
      holder = holder.next;
    }
    return holder != null;
  }

  private static boolean isExecuting(RunState state) {
    return state == RunState.LEASED || state == RunState.RUNNING || state.isTerminal();
  }

  /// Whether nobody holds or awaits it.
  boolean isUnused() {
    return held == 0 && reserved == null && (waiters == null || waiters.isEmpty());
  }
}
