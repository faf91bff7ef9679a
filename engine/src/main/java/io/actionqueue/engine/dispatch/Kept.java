package io.actionqueue.engine.dispatch;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is kept for Ready runs and from others: that which let a run go ([Promises]), the keys of a
/// run that needs several ([Reservations]), and the turn that its tenant has had for it ([Turns]).
/// All end by the same events. Confined to the engine thread.
final class Kept {
  private final Promises promises;
  private final KeyLocks keys;
  private final ScopeLimits limits;
  private final ActionSlots actions;
  private final Consumer<Candidate> again;
  private boolean lost;

  /// What is kept by these.
  ///
  /// @param again takes candidates that may try again
  Kept(Promises promises, KeyLocks keys, ScopeLimits limits, ActionSlots actions, Offers again) {
    this.promises = promises;
    this.keys = keys;
    this.limits = limits;
    this.actions = actions;
    this.again = again.unasked();
  }

  /// Begins to follow promises.
  void follow() {
    promises.follow();
  }

  /// Notes that a run was let go.
  void made(RunEntry run) {
    promises.made(run);
  }

  /// Notes that a Ready run waits for something.
  void parked(RunEntry run) {
    promises.ended(run);
    keys.parked(run);
    giveTurnsBack(run);
  }

  /// Notes that a run is not Ready any more.
  void ended(RunEntry run) {
    promises.ended(run);
    keys.reservations.ended(run);
    if (run.state() != RunState.LEASED) {
      giveTurnsBack(run);
    }
  }

  /// Notes that a lease is begun, prolonged or closed. Somebody elsewhere may start a run that was
  /// let go for a slot here.
  ///
  /// @return who has its turn at that slot then, null if there is none
  @Nullable Candidate leaseChanged(RunEntry run) {
    changed(run);
    if (run.state() != RunState.LEASED || !Startable.isLeasedElsewhere(run)) {
      return null;
    }
    actions.notTaken(Gate.action(run), run);
    return actions.nextIfFree(Gate.action(run));
  }

  private void giveTurnsBack(RunEntry run) {
    limits.notStarting(run);
    actions.notTaken(Gate.action(run), run);
  }

  /// Notes that a run may have taken what others of its action, key and tenant need.
  void taken(RunEntry run) {
    promises.taken(run);
    keys.reservations.taken(run);
  }

  /// Notes that something of a task has changed that its runs may need.
  void changed(TaskEntry task) {
    promises.changed(task);
    keys.reservations.changed(task);
  }

  /// Notes that something of a run has changed that may keep it from starting.
  void changed(RunEntry run) {
    promises.changed(run);
    keys.reservations.changed(run);
  }

  /// Notes that rules have changed, or who does what.
  void doubtAll() {
    lost = true;
    promises.doubtAll();
    keys.reservations.doubtAll();
  }

  /// Notes that a worker elsewhere looks for nothing now.
  ///
  /// @param needs what nobody looks for any more
  void lookedForLess(List<Routes.Need> needs) {
    lost |= !needs.isEmpty();
    needs.forEach(promises::lookedForLess);
    keys.reservations.doubtAll();
  }

  /// A candidate that may have been let go does not start: whoever waits for the same goes next.
  void letOthersGo(RunEntry run) {
    letOthersGo(run, List.of());
  }

  private void letOthersGo(RunEntry run, List<KeyName> but) {
    keys.letOthersGo(run, but);
    Candidate next = actions.nextIfFree(Gate.action(run));
    if (next != null) {
      again.accept(next);
    }
    limits.letOthersGo(run);
  }

  /// Ends what must not go on; see [Promises#settle].
  void settle(Predicate<RunEntry> mayStart) {
    lost = false;
    keys.settle();
    promises.settle(
        mayStart,
        (run, but) -> {
          giveTurnsBack(run);
          letOthersGo(run, but);
        });
  }

  /// The same for the local worker, which looks at all that it can do itself: promises to others
  /// matter to it only when nobody looks for those any more.
  void settleHere(Predicate<RunEntry> mayStart) {
    if (lost) {
      settle(mayStart);
    } else {
      keys.settle();
    }
  }
}
