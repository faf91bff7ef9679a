package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.state.EntryCopy.Tidying;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A copy of a state at one sequence, taken in slices between events: nobody has to wait until all
/// of it is copied, and what happens meanwhile does not show in it.
///
/// Tasks and runs change in place, so they are copied one by one: whatever changes before its turn
/// has come is copied before it changes. Everything else consists of values that never change, in
/// lists that the state and its copies share ([SharedList]); to begin costs a reference for some
/// hundred of them.
///
/// The owner of the state calls [#advance] until it answers true; then any thread may call the
/// other methods.
public final class StateCapture {
  private final CaptureSlot slot;
  private final Rest rest;
  private final SharedList<StateImage.Task> copiedTasks = new SharedList<>();
  private final SharedList<TaskPolicySet> copiedOptions = new SharedList<>();
  private final SharedList<StateImage.Dependencies> copiedDependencies = new SharedList<>();
  private final SharedList<RunEntry> copiedRuns = new SharedList<>();
  private final EntryCopy<TaskEntry, TaskCopy> taskCopy;
  private final EntryCopy<TaskEntry, StateImage.Dependencies> dependencyCopy;
  private final EntryCopy<RunEntry, RunEntry> runCopy;

  /// What is not copied one by one.
  ///
  /// @param sequence the last event contained
  /// @param engine pause and resume
  /// @param budgets in order of their first allocation
  /// @param subscriptions in order of creation
  /// @param pendingTriggers the subscriptions whose trigger waits for a promotion
  /// @param actors in order of their first registration
  /// @param platform tenants, roles, grants and the ledger
  /// @param extensions what log version 5 does not know, but for the options of tasks
  record Rest(
      long sequence,
      StateImage.Engine engine,
      Collection<StateImage.Budget> budgets,
      Collection<StateImage.Subscription> subscriptions,
      Collection<SubscriptionId> pendingTriggers,
      Collection<StateImage.Actor> actors,
      Platform.View platform,
      List<ExtensionPart> extensions) {}

  /// What is copied of a task.
  private record TaskCopy(StateImage.Task task, @Nullable TaskPolicySet options) {
    static TaskCopy of(TaskEntry task) {
      return new TaskCopy(task.image(), task.policySet());
    }
  }

  /// Begins to copy.
  ///
  /// @param tidying whether to tidy up the lists on the way
  StateCapture(CaptureSlot slot, Tasks tasks, Runs runs, Tidying tidying, Rest rest) {
    this.slot = slot;
    this.rest = rest;
    taskCopy = new EntryCopy<>(tasks.created(), tidying, TaskCopy::of, this::take);
    dependencyCopy =
        new EntryCopy<>(
            tasks.declared(), tidying, TaskEntry::dependencies, copiedDependencies::add);
    runCopy = new EntryCopy<>(runs.created(), tidying, RunEntry::copy, copiedRuns::add);
  }

  private void take(TaskCopy copy) {
    copiedTasks.add(copy.task);
    TaskPolicySet options = copy.options;
    if (options != null) {
      copiedOptions.add(options);
    }
  }

  /// The last event contained.
  public long sequence() {
    return rest.sequence();
  }

  /// Whether everything is copied.
  public boolean isComplete() {
    return taskCopy.isComplete() && dependencyCopy.isComplete() && runCopy.isComplete();
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
    return true;
  }

  private boolean copyNext() {
    return taskCopy.copyNext() || dependencyCopy.copyNext() || runCopy.copyNext();
  }

  /// Everything that was recorded at [#sequence]. Cost: all that is held; the other methods give
  /// the parts one by one.
  ///
  /// @throws IllegalStateException before everything is copied, as all of the following
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
        List.copyOf(budgets()),
        List.copyOf(subscriptions()),
        List.copyOf(actors()),
        List.copyOf(tenants()),
        List.copyOf(roles()),
        List.copyOf(grants()),
        ledger(),
        extensions().toList());
  }

  /// Every task, in order of creation.
  public List<StateImage.Task> tasks() {
    requireComplete();
    return Collections.unmodifiableList(copiedTasks);
  }

  /// One entry per declaring task, in order of the first declaration.
  public List<StateImage.Dependencies> dependencies() {
    requireComplete();
    return Collections.unmodifiableList(copiedDependencies);
  }

  /// How many runs there are.
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

  /// Pause and resume.
  public StateImage.Engine engine() {
    return rest.engine();
  }

  /// Every budget, in order of the first allocation.
  public Collection<StateImage.Budget> budgets() {
    requireComplete();
    return rest.budgets();
  }

  /// Every subscription, in order of creation.
  public Collection<StateImage.Subscription> subscriptions() {
    requireComplete();
    return rest.subscriptions();
  }

  /// The subscriptions of which a trigger waits for a promotion, made anew for each call.
  public Set<SubscriptionId> pendingTriggers() {
    requireComplete();
    return new HashSet<>(rest.pendingTriggers());
  }

  /// Every actor, in order of the first registration.
  public Collection<StateImage.Actor> actors() {
    requireComplete();
    return rest.actors();
  }

  /// Every tenant, in order of creation.
  public Collection<StateImage.Tenant> tenants() {
    requireComplete();
    return rest.platform().tenants();
  }

  /// Every role, in order of the first assignment.
  public Collection<StateImage.RoleAssignment> roles() {
    requireComplete();
    return rest.platform().roles();
  }

  /// Every grant, in order of the first granting.
  public Collection<StateImage.CapabilityGrant> grants() {
    requireComplete();
    return rest.platform().grants();
  }

  /// The ledger, in order of appending.
  public List<StateImage.LedgerEntry> ledger() {
    requireComplete();
    return rest.platform().ledger();
  }

  /// The events that stand for what log version 5 does not know, in a fixed order of kinds.
  public Stream<ExtensionEvent> extensions() {
    requireComplete();
    return Stream.concat(
        copiedOptions.stream(), rest.extensions().stream().flatMap(ExtensionPart::events));
  }

  /// Notes that a run is about to change or to be dropped.
  void beforeChange(RunEntry run) {
    runCopy.beforeChange(run);
  }

  /// Notes that a task is about to change or to be dropped.
  void beforeChange(TaskEntry task) {
    if (task.isCreated()) {
      taskCopy.beforeChange(task);
    }
    TaskLinks links = task.linksOrNull();
    if (links != null && links.isDeclared()) {
      dependencyCopy.beforeChange(task);
    }
  }

  private void requireComplete() {
    if (!isComplete()) {
      throw new IllegalStateException("the state at " + sequence() + " is not copied yet");
    }
  }
}
