package io.actionqueue.testkit.state;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The invariants of spec 02 §8 that one state shows, by their numbers, and the equality of every
/// derived answer with what it is derived from.
///
/// Stateless and thread-safe; the state must stand still meanwhile. Cost: all that the state holds.
public final class StateInvariants {

  /// Where a state comes from, which tells what it must keep.
  public enum Scope {
    /// Any log that replay accepts, also one of ActionQueue 0.1.
    ANY_LOG,
    /// What the decider accepted.
    COMMANDS,
    /// What an engine did.
    ENGINE
  }

  private StateInvariants() {}

  /// Fails with every broken invariant.
  ///
  /// @throws AssertionError if there is one
  public static void check(QueueState state, Scope scope) {
    List<String> violations = violations(state, scope);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "broken invariants at sequence "
              + Long.toUnsignedString(state.latestSequence())
              + ":\n  "
              + String.join("\n  ", violations));
    }
  }

  /// Every broken invariant, each as its number and a sentence; empty if the state is sound.
  public static List<String> violations(QueueState state, Scope scope) {
    List<String> found = new ArrayList<>();
    StateImage image = state.image();
    checkTotals(state, image, found);
    for (RunEntry run : state.runs()) {
      new RunInvariants(run, scope, found).check();
    }
    checkTasks(state, scope, found);
    checkEngine(state.engine(), found);
    image.budgets().forEach(budget -> checkBudget(budget, found));
    new ExtensionInvariants(state, found).check(image);
    if (scope != Scope.ANY_LOG) {
      checkGraph(state, found);
    }
    checkImage(state, image, found);
    return found;
  }

  /// INV-9: what is counted is what there is.
  private static void checkTotals(QueueState state, StateImage image, List<String> found) {
    Map<RunState, Long> counts = new EnumMap<>(RunState.class);
    long attempts = 0;
    for (RunEntry run : state.runs()) {
      counts.merge(run.state(), 1L, Long::sum);
      attempts += run.attemptCount();
    }
    for (RunState runState : RunState.values()) {
      expect(
          found,
          "INV-9 number of runs in " + runState,
          counts.getOrDefault(runState, 0L),
          state.runsIn(runState));
      checkLists(state, runState, found);
    }
    expect(found, "INV-9 attempts of all runs", attempts, state.attemptsTotal());
    checkTally(state, found);
    expect(found, "INV-9 number of tasks", (long) image.tasks().size(), (long) state.taskCount());
    expect(found, "INV-9 number of runs", (long) image.runs().size(), (long) state.runCount());
  }

  private static void checkLists(QueueState state, RunState each, List<String> found) {
    for (TaskEntry task : state.tasks()) {
      long count = task.runs().stream().filter(run -> run.state() == each).count();
      expect(found, "INV-9 " + each + " of task " + task.id(), count, (long) task.runsIn(each));
    }
    if (!each.isTerminal()) {
      Set<RunEntry> listed = new HashSet<>(state.liveRuns(each));
      Set<RunEntry> real = new HashSet<>();
      state.runs().stream().filter(run -> run.state() == each).forEach(real::add);
      expect(found, "INV-9 runs listed in " + each, real, listed);
      expect(found, "INV-9 length of " + each, real.size(), state.liveRuns(each).size());
    }
  }

  private static void checkTally(QueueState state, List<String> found) {
    Map<AttemptResult, Long> ended = new EnumMap<>(AttemptResult.class);
    long interrupted = 0;
    for (RunEntry run : state.runs()) {
      for (StateImage.Attempt attempt : run.attempts()) {
        String error = attempt.error();
        if (error != null && error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX)) {
          interrupted++;
        } else if (attempt.result() != null) {
          ended.merge(attempt.result(), 1L, Long::sum);
        }
      }
    }
    for (AttemptResult result : AttemptResult.values()) {
      expect(
          found,
          "INV-9 attempts that ended in " + result,
          ended.getOrDefault(result, 0L),
          state.attemptTally().finished().getOrDefault(result, 0L));
    }
    expect(found, "INV-9 interrupted", interrupted, state.attemptTally().interrupted());
  }

  /// INV-40, INV-42 and what is derived from a task's runs.
  private static void checkTasks(QueueState state, Scope scope, List<String> found) {
    Set<RunEntry> listed = new HashSet<>();
    for (TaskEntry task : state.tasks()) {
      String name = "task " + task.id();
      expect(found, "INV-40 canceled of " + name, task.canceledAt() != null, task.isCanceled());
      for (RunEntry run : task.runs()) {
        expect(found, "INV-42 task of run " + run.id(), task.id(), run.taskId());
        if (!listed.add(run)) {
          found.add("INV-42 run " + run.id() + " is listed twice");
        }
      }
      checkOutcome(state, task, found);
      checkPrerequisites(state, task, found);
      TaskId parent = task.spec().parentTaskId();
      if (parent != null && !state.childrenOf(parent).contains(task)) {
        found.add("INV-46 " + name + " is not among the children of " + parent);
      }
    }
    for (RunEntry run : state.runs()) {
      if (!listed.contains(run) && (scope != Scope.ANY_LOG || run.task() != null)) {
        found.add("INV-42 run " + run.id() + " is in the list of no task");
      }
    }
  }

  private static void checkOutcome(QueueState state, TaskEntry task, List<String> found) {
    int terminal = 0;
    boolean completed = false;
    for (RunEntry run : task.runs()) {
      terminal += run.state().isTerminal() ? 1 : 0;
      completed |= run.state() == RunState.COMPLETED;
    }
    TaskEntry.Outcome outcome =
        terminal == 0 || terminal < task.runs().size() || task.mayGetMoreRuns()
            ? TaskEntry.Outcome.OPEN
            : completed ? successOf(state, task) : TaskEntry.Outcome.FAILED;
    expect(found, "outcome of task " + task.id(), outcome, task.outcome());
    expect(found, "terminal runs of task " + task.id(), terminal, task.terminalRuns());
    expect(
        found,
        "live runs of task " + task.id(),
        task.runs().stream().filter(run -> !run.state().isTerminal()).toList(),
        task.liveRuns());
  }

  /// What a task is whose own runs have succeeded: it may wait for its children.
  private static TaskEntry.Outcome successOf(QueueState state, TaskEntry task) {
    AwaitChildren await = state.extensions().policy(task.id()).awaitChildren();
    boolean open = false;
    boolean failed = false;
    for (TaskEntry child : state.childrenOf(task.id())) {
      open |= !child.isOver();
      failed |= child.isOver() && child.outcome() != TaskEntry.Outcome.COMPLETED;
    }
    return switch (await) {
      case NO -> TaskEntry.Outcome.COMPLETED;
      case IGNORE_FAILURES -> open ? TaskEntry.Outcome.OPEN : TaskEntry.Outcome.COMPLETED;
      case FAIL_PARENT -> {
        if (open) {
          yield TaskEntry.Outcome.OPEN;
        }
        yield failed ? TaskEntry.Outcome.FAILED : TaskEntry.Outcome.COMPLETED;
      }
    };
  }

  /// INV-45: prerequisites in order, each known by its dependents, and counted while unmet.
  private static void checkPrerequisites(QueueState state, TaskEntry task, List<String> found) {
    int unmet = 0;
    TaskId previous = null;
    for (TaskId prerequisite : task.prerequisites()) {
      if (previous != null && compare(previous, prerequisite) >= 0) {
        found.add("INV-45 prerequisites of task " + task.id() + " are not ascending");
      }
      previous = prerequisite;
      TaskEntry entry = state.task(prerequisite);
      if (entry == null || entry.outcome() != TaskEntry.Outcome.COMPLETED) {
        unmet++;
      }
      if (!state.dependentsOf(prerequisite).contains(task.id())) {
        found.add("INV-45 " + prerequisite + " does not know its dependent " + task.id());
      }
    }
    boolean mayBeOnCycle = task.unmetPrerequisites() > unmet;
    if (!mayBeOnCycle) {
      expect(
          found,
          "INV-45 unmet prerequisites of task " + task.id(),
          unmet,
          task.unmetPrerequisites());
    }
  }

  private static int compare(TaskId a, TaskId b) {
    int high = Long.compareUnsigned(a.high(), b.high());
    return high != 0 ? high : Long.compareUnsigned(a.low(), b.low());
  }

  /// INV-43.
  private static void checkEngine(StateImage.Engine engine, List<String> found) {
    Long pausedAt = engine.pausedAt();
    Long resumedAt = engine.resumedAt();
    boolean sound =
        engine.paused()
            ? pausedAt != null && resumedAt == null
            : pausedAt == null
                ? resumedAt == null
                : resumedAt != null && Long.compareUnsigned(resumedAt, pausedAt) >= 0;
    if (!sound) {
      found.add("INV-43 " + engine);
    }
  }

  /// INV-48, as far as one state shows it.
  private static void checkBudget(StateImage.Budget budget, List<String> found) {
    boolean usedUp = Long.compareUnsigned(budget.consumed(), budget.limit()) >= 0;
    if (budget.consumed() != 0 && usedUp && !budget.exhausted()) {
      found.add("INV-48 " + budget);
    }
  }

  /// INV-46: neither prerequisites nor parents lead back.
  private static void checkGraph(QueueState state, List<String> found) {
    var prerequisites =
        new CycleSearch(id -> {
          TaskEntry task = state.task(id);
          return task == null ? List.of() : task.prerequisites();
        });
    var parents =
        new CycleSearch(id -> {
          TaskEntry task = state.task(id);
          TaskId parent = task == null ? null : task.spec().parentTaskId();
          return parent == null ? List.of() : List.of(parent);
        });
    for (TaskEntry task : state.tasks()) {
      if (prerequisites.isOnCycle(task.id())) {
        found.add("INV-46 task " + task.id() + " waits for itself");
      }
      if (parents.isOnCycle(task.id())) {
        found.add("INV-46 task " + task.id() + " is above itself");
      }
    }
  }

  /// INV-21: the image holds everything recorded.
  private static void checkImage(QueueState state, StateImage image, List<String> found) {
    expect(found, "sequence of the image", state.latestSequence(), image.sequence());
    QueueState again = QueueState.of(image);
    if (!again.image().equals(image)) { // equal images have equal digests, and are compared sooner
      expect(found, "INV-21 digest of the state from its image", state.digest(), again.digest());
    }
  }

  static void expect(List<String> found, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      found.add(what + " should be " + expected + ", is " + actual);
    }
  }
}
