package io.actionqueue.core.state;

import io.actionqueue.core.id.SubscriptionId;
import java.util.ArrayList;
import java.util.Collections;
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
  private final Set<SubscriptionId> pendingTriggers;
  private final List<StateImage.Task> copiedTasks;
  private final List<StateImage.Dependencies> copiedDependencies;
  private final List<RunEntry> copiedRuns;
  private final Slots slots;
  private final int taskSlots;
  private final int declaredSlots;
  private final int runSlots;
  private int nextTask;
  private int nextDeclared;
  private int nextRun;
  private final Map<RunEntry, RunEntry> changedRuns = new HashMap<>();
  private final Map<TaskEntry, StateImage.Dependencies> changedDependencies = new HashMap<>();
  private final Set<TaskEntry> canceledTasks = new HashSet<>();

  /// What is copied at once, because there is little of it.
  ///
  /// @param image everything but tasks, dependencies and runs
  /// @param pendingTriggers the subscriptions whose trigger waits for a promotion
  record Rest(StateImage image, Set<SubscriptionId> pendingTriggers) {}

  /// Which slots of the lists are copied.
  enum Slots {
    /// All: what is dropped now was there when the copy began.
    ALL,
    /// Those of what is there now.
    LIVE
  }

  /// Begins to copy.
  StateCapture(CaptureSlot slot, Tasks tasks, Runs runs, Slots slots, Rest rest) {
    this.slot = slot;
    this.tasks = tasks;
    this.runs = runs;
    this.rest = rest.image();
    this.pendingTriggers = rest.pendingTriggers();
    this.slots = slots;
    taskSlots = tasks.created().slots();
    declaredSlots = tasks.declared().slots();
    runSlots = runs.created().slots();
    copiedTasks = new ArrayList<>(taskSlots);
    copiedDependencies = new ArrayList<>(declaredSlots);
    copiedRuns = new ArrayList<>(runSlots);
  }

  /// The last event contained.
  public long sequence() {
    return rest.sequence();
  }

  /// Whether everything is copied.
  public boolean isComplete() {
    return nextTask == taskSlots && nextDeclared == declaredSlots && nextRun == runSlots;
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

  /// Everything that was recorded at [#sequence]. Cost: all that is held; the other methods give
  /// the parts one by one.
  ///
  /// @throws IllegalStateException before everything is copied
  public StateImage image() {
    var recordedRuns = new ArrayList<StateImage.Run>(runCount());
    for (int i = 0; i < runCount(); i++) {
      recordedRuns.add(run(i));
    }
    return new StateImage(
        rest.sequence(),
        tasks(),
        recordedRuns,
        rest.engine(),
        dependencies(),
        rest.budgets(),
        rest.subscriptions(),
        rest.actors(),
        rest.tenants(),
        rest.roles(),
        rest.grants(),
        rest.ledger(),
        rest.extensions());
  }

  /// Every task, in order of creation.
  ///
  /// @throws IllegalStateException before everything is copied
  public List<StateImage.Task> tasks() {
    requireComplete();
    return Collections.unmodifiableList(copiedTasks);
  }

  /// One entry per declaring task, in order of the first declaration.
  ///
  /// @throws IllegalStateException before everything is copied
  public List<StateImage.Dependencies> dependencies() {
    requireComplete();
    return Collections.unmodifiableList(copiedDependencies);
  }

  /// How many runs there are.
  ///
  /// @throws IllegalStateException before everything is copied
  public int runCount() {
    requireComplete();
    return copiedRuns.size();
  }

  /// A run as recorded, made anew for each call.
  ///
  /// @param index its place in order of creation, from 0
  public StateImage.Run run(int index) {
    return copiedRuns.get(index).image();
  }

  /// The sequence of the event that last made a run Ready, 0 if none did.
  ///
  /// @param index its place in order of creation, from 0
  public long readySequence(int index) {
    return copiedRuns.get(index).readySequence();
  }

  /// Whether a trigger of this subscription waits for a promotion.
  public boolean isTriggerPending(SubscriptionId id) {
    return pendingTriggers.contains(id);
  }

  /// Everything but tasks, dependencies and runs, whose lists are empty here.
  public StateImage rest() {
    return rest;
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

  private void requireComplete() {
    if (!isComplete()) {
      throw new IllegalStateException("the state at " + sequence() + " is not copied yet");
    }
  }

  /// Looks at the next slot.
  private boolean copyNext() {
    if (nextTask < taskSlots) {
      TaskEntry task = tasks.created().slot(nextTask++);
      if (isWanted(task)) {
        copy(task);
      }
    } else if (nextDeclared < declaredSlots) {
      TaskEntry task = tasks.declared().slot(nextDeclared++);
      if (isWanted(task)) {
        StateImage.Dependencies before = changedDependencies.get(task);
        copiedDependencies.add(before == null ? task.dependencies() : before);
      }
    } else if (nextRun < runSlots) {
      RunEntry run = runs.created().slot(nextRun++);
      if (isWanted(run)) {
        RunEntry before = changedRuns.get(run);
        copiedRuns.add(before == null ? run.copy() : before);
      }
    } else {
      return false;
    }
    return true;
  }

  private boolean isWanted(Keyed entry) {
    return slots == Slots.ALL || !entry.isDropped();
  }

  private void copy(TaskEntry task) {
    copiedTasks.add(
        canceledTasks.contains(task)
            ? new StateImage.Task(task.spec(), task.createdAt(), null)
            : task.image());
  }
}
