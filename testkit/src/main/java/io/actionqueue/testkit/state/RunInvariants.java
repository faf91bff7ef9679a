package io.actionqueue.testkit.state;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.testkit.state.StateInvariants.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The invariants of one run. Confined to one thread.
final class RunInvariants {
  private final RunEntry run;
  private final Scope scope;
  private final List<String> found;
  private final List<StateImage.HistoryEntry> history;
  private final List<StateImage.Attempt> attempts;

  RunInvariants(RunEntry run, Scope scope, List<String> found) {
    this.run = run;
    this.scope = scope;
    this.found = found;
    this.history = run.history();
    this.attempts = run.attempts();
  }

  void check() {
    checkHistory();
    checkAttempts();
    checkOpenAttempt();
    checkLease();
    checkDerived();
  }

  /// INV-6 to INV-8.
  private void checkHistory() {
    if (history.isEmpty()) {
      broken("INV-7", "has no history");
      return;
    }
    var first = new StateImage.HistoryEntry(null, RunState.SCHEDULED, run.createdAt());
    if (!history.getFirst().equals(first)) {
      broken("INV-7", "begins with " + history.getFirst());
    }
    for (int i = 1; i < history.size(); i++) {
      RunState from = history.get(i).from();
      RunState previous = history.get(i - 1).to();
      if (from == null || !from.canMoveTo(history.get(i).to())) {
        broken("INV-8", "made the illegal move " + history.get(i));
      } else if (from != previous && !isLeaseClose(previous, from)) {
        broken("INV-8", "was " + previous + " and then left " + from);
      }
      if (phase(history.get(i).to()) < phase(previous)) {
        broken("INV-6", "went back from " + previous + " to " + history.get(i).to());
      }
    }
    RunState last = history.getLast().to();
    if (last != run.state() && !isLeaseClose(last, run.state())) {
      broken("INV-8", "is " + run.state() + " after " + last);
    }
  }

  /// The one gap of the original: a lease close that made a Leased run Ready left no entry.
  private boolean isLeaseClose(RunState from, RunState to) {
    return scope == Scope.ANY_LOG && from == RunState.LEASED && to == RunState.READY;
  }

  private static int phase(RunState state) {
    return state.isTerminal() ? 2 : state == RunState.SCHEDULED ? 0 : 1;
  }

  /// INV-23 and INV-27 to INV-29.
  private void checkAttempts() {
    if (run.attemptCount() != attempts.size()) {
      broken("INV-23", "counts " + run.attemptCount() + " attempts of " + attempts.size());
    }
    Set<AttemptId> ids = new HashSet<>();
    for (StateImage.Attempt attempt : attempts) {
      if (!ids.add(attempt.attemptId()) && scope != Scope.ANY_LOG) {
        broken("INV-27", "started attempt " + attempt.attemptId() + " twice");
      }
      if (!isCoupled(attempt)) {
        broken("INV-28", "has " + attempt);
      }
      Long finished = attempt.finishedAt();
      boolean backwards =
          finished != null && Long.compareUnsigned(finished, attempt.startedAt()) < 0;
      if (backwards && scope != Scope.ANY_LOG) {
        broken("INV-29", "has " + attempt);
      }
      if (!run.hasAttempt(attempt.attemptId())) {
        broken("INV-27", "does not know its attempt " + attempt.attemptId());
      }
    }
    if (!Objects.equals(run.lastAttempt(), attempts.isEmpty() ? null : attempts.getLast())) {
      broken("INV-23", "names " + run.lastAttempt() + " as its last attempt");
    }
  }

  private static boolean isCoupled(StateImage.Attempt attempt) {
    AttemptResult result = attempt.result();
    if (result == null || attempt.finishedAt() == null) {
      return result == null
          && attempt.finishedAt() == null
          && attempt.error() == null
          && attempt.output() == null;
    }
    return switch (result) {
      case SUCCESS, SUSPENDED -> attempt.error() == null;
      case FAILURE, TIMEOUT -> attempt.error() != null && attempt.output() == null;
    };
  }

  /// INV-25 and INV-26.
  private void checkOpenAttempt() {
    long unfinished = attempts.stream().filter(attempt -> attempt.result() == null).count();
    AttemptId open = run.openAttempt();
    if (open != null) {
      boolean last =
          !attempts.isEmpty()
              && attempts.getLast().attemptId().equals(open)
              && attempts.getLast().result() == null;
      if (run.state() != RunState.RUNNING || !last || unfinished != 1) {
        broken("INV-25", "is " + run.state() + " with the open attempt " + open);
      }
    }
    boolean mayBeUnfinished = run.state() == RunState.RUNNING || run.state() == RunState.CANCELED;
    if (unfinished > (mayBeUnfinished ? 1 : 0)) {
      broken("INV-26", "is " + run.state() + " with " + unfinished + " unfinished attempts");
    }
  }

  /// INV-33 and INV-34.
  private void checkLease() {
    if (run.lease() == null) {
      return;
    }
    if (run.state().isTerminal() || run.state() == RunState.SCHEDULED) {
      broken("INV-33", "has a lease in " + run.state());
    }
    boolean waits = run.state() == RunState.RETRY_WAIT || run.state() == RunState.SUSPENDED;
    if (waits && scope == Scope.ENGINE) {
      broken("INV-34", "has a lease in " + run.state());
    }
  }

  /// INV-31, and what is computed from the attempts and the task.
  private void checkDerived() {
    long counted = attempts.stream().filter(RunInvariants::isCounted).count();
    StateInvariants.expect(
        found, "counted attempts of run " + run.id(), counted, run.countedAttempts());
    TaskEntry task = run.task();
    if (task == null) {
      return;
    }
    boolean overCap = Long.compareUnsigned(counted, task.spec().constraints().maxAttempts()) > 0;
    if (overCap && scope == Scope.ENGINE) {
      broken("INV-31", "has " + counted + " counted attempts");
    }
    StateInvariants.expect(
        found, "priority of run " + run.id(), task.spec().metadata().priority(), run.priority());
    Boolean holds = mustHoldKey(task);
    if (holds != null) {
      StateInvariants.expect(found, "key of run " + run.id(), holds, run.holdsKey());
    }
  }

  private static boolean isCounted(StateImage.Attempt attempt) {
    String error = attempt.error();
    boolean interrupted =
        attempt.result() == AttemptResult.FAILURE
            && error != null
            && error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
    return attempt.result() != AttemptResult.SUSPENDED && !interrupted;
  }

  /// Whether the records say that the run holds its key; null where that depends on its past.
  private @Nullable Boolean mustHoldKey(TaskEntry task) {
    if (task.spec().constraints().concurrencyKey() == null) {
      return false;
    }
    return switch (run.state()) {
      case LEASED, RUNNING -> true;
      case RETRY_WAIT, SUSPENDED ->
          task.spec().constraints().holdPolicy() == HoldPolicy.HOLD_DURING_RETRY;
      case SCHEDULED, COMPLETED, FAILED, CANCELED -> false;
      case READY -> null;
    };
  }

  private void broken(String invariant, String what) {
    found.add(invariant + " run " + run.id() + " " + what);
  }
}
