package io.actionqueue.core.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A copy of a state at one sequence, taken in slices between events: nobody has to wait until all
/// of it is copied, and what happens meanwhile does not show in it.
///
/// The owner of the state calls [#advance] until it answers true; then any thread may call
/// [#image]. Whatever changes before its turn has come is copied before it changes.
public final class StateCapture {
  private final CaptureSlot slot;
  private final Tasks tasks;
  private final Runs runs;
  private final StateImage rest;
  private final List<StateImage.Task> copiedTasks;
  private final List<StateImage.Dependencies> copiedDependencies;
  private final List<RunEntry> copiedRuns;
  private final int taskCount;
  private final int declaredCount;
  private final int runCount;
  private final Map<RunEntry, RunEntry> changedRuns = new HashMap<>();
  private final Map<TaskEntry, StateImage.Dependencies> changedDependencies = new HashMap<>();
  private final Set<TaskEntry> canceledTasks = new HashSet<>();

  /// Begins to copy.
  ///
  /// @param rest everything but tasks, dependencies and runs
  StateCapture(CaptureSlot slot, Tasks tasks, Runs runs, StateImage rest) {
    this.slot = slot;
    this.tasks = tasks;
    this.runs = runs;
    this.rest = rest;
    taskCount = tasks.created().size();
    declaredCount = tasks.declared().size();
    runCount = runs.created().size();
    copiedTasks = new ArrayList<>(taskCount);
    copiedDependencies = new ArrayList<>(declaredCount);
    copiedRuns = new ArrayList<>(runCount);
  }

  /// The last event contained.
  public long sequence() {
    return rest.sequence();
  }

  /// Whether everything is copied.
  public boolean isComplete() {
    return copiedTasks.size() == taskCount
        && copiedDependencies.size() == declaredCount
        && copiedRuns.size() == runCount;
  }

  /// Copies some more. Confined to the owner of the state.
  ///
  /// @param entries how many tasks and runs at most; a thousand take some tenths of a millisecond
  /// @return whether everything is copied
  public boolean advance(int entries) {
    for (int i = 0; i < entries && copyNext(); i++) {
      // copyNext did the work
    }
    if (!isComplete()) {
      return false;
    }
    slot.end(this);
    changedRuns.clear();
    changedDependencies.clear();
    canceledTasks.clear();
    return true;
  }

  /// Everything that was recorded at [#sequence]. Cost: all that is held.
  ///
  /// @throws IllegalStateException before everything is copied
  public StateImage image() {
    if (!isComplete()) {
      throw new IllegalStateException("the state at " + sequence() + " is not copied yet");
    }
    return new StateImage(
        rest.sequence(),
        copiedTasks,
        copiedRuns.stream().map(RunEntry::image).toList(),
        rest.engine(),
        copiedDependencies,
        rest.budgets(),
        rest.subscriptions(),
        rest.actors(),
        rest.tenants(),
        rest.roles(),
        rest.grants(),
        rest.ledger());
  }

  /// Notes that a run is about to change.
  void beforeChange(RunEntry run) {
    changedRuns.computeIfAbsent(run, RunEntry::copy);
  }

  /// Notes that the prerequisites of a task are about to change.
  void beforeDeclaration(TaskEntry task) {
    changedDependencies.computeIfAbsent(task, TaskEntry::dependencies);
  }

  /// Notes that a task is about to be canceled, which happens once.
  void beforeCancellation(TaskEntry task) {
    canceledTasks.add(task);
  }

  private boolean copyNext() {
    if (copiedTasks.size() < taskCount) {
      TaskEntry task = tasks.created().get(copiedTasks.size());
      copiedTasks.add(
          canceledTasks.contains(task)
              ? new StateImage.Task(task.spec(), task.createdAt(), null)
              : task.image());
    } else if (copiedDependencies.size() < declaredCount) {
      TaskEntry task = tasks.declared().get(copiedDependencies.size());
      StateImage.Dependencies before = changedDependencies.get(task);
      copiedDependencies.add(before == null ? task.dependencies() : before);
    } else if (copiedRuns.size() < runCount) {
      RunEntry run = runs.created().get(copiedRuns.size());
      RunEntry before = changedRuns.get(run);
      copiedRuns.add(before == null ? run.copy() : before);
    } else {
      return false;
    }
    return true;
  }
}
