package io.actionqueue.core.state;

import io.actionqueue.core.Invariant;
import io.actionqueue.core.InvariantViolation;
import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task as the state holds it: a live view whose answers change with every applied event.
///
/// The state also keeps entries for tasks that are only named so far, by a run, a dependency or a
/// child; nobody outside this package gets to see those before they are created. Confined to the
/// owner of its [QueueState].
public final class TaskEntry extends Keyed {
  /// What became of a task so far (spec 02 §6.6).
  public enum Outcome {
    /// There is no run yet, a run is not terminal, the task may get more runs, or it waits for its
    /// children (spec 03 §8.2.2).
    OPEN,
    /// No run will follow, every run is terminal and at least one is Completed.
    COMPLETED,
    /// No run will follow, every run is terminal and none is Completed; or a child has failed and
    /// the task fails with it.
    FAILED
  }

  private static final RunEntry[] NO_RUNS = {};
  private static final int FEW_RUNS = 16;

  private @Nullable TaskSpec spec;
  private long createdAt;
  private @Nullable Long canceledAt;
  private @Nullable RunEntry[] runs = NO_RUNS;
  private int runCount;
  private int terminalRuns;
  private int completedRuns;
  private @Nullable TaskLinks links;
  private @Nullable TaskPolicySet policySet;

  /// What is counted about them; null while there are few.
  private @Nullable RunCounts counts;

  TaskEntry(long high, long low) {
    super(high, low);
  }

  /// The task's id.
  public TaskId id() {
    TaskSpec known = spec;
    return known == null ? new TaskId(high, low) : known.id();
  }

  /// The task as submitted.
  public TaskSpec spec() {
    TaskSpec known = spec;
    if (known == null) {
      throw new InvariantViolation("task " + id() + " is named but not created");
    }
    return known;
  }

  /// Its options, [TaskPolicy#NONE] if it has none.
  public TaskPolicy policy() {
    TaskPolicySet known = policySet;
    return known == null ? TaskPolicy.NONE : known.policy();
  }

  @Nullable TaskPolicySet policySet() {
    return policySet;
  }

  void set(TaskPolicySet event) {
    policySet = event;
  }

  /// When it was created, epoch seconds, unsigned.
  public long createdAt() {
    return createdAt;
  }

  /// When it was canceled, null if it was not.
  public @Nullable Long canceledAt() {
    return canceledAt;
  }

  /// Whether it was canceled.
  public boolean isCanceled() {
    return canceledAt != null;
  }

  /// The runs that it has now, in order of creation.
  public List<RunEntry> runs() {
    return runCount == 1
        ? List.of(runs[0])
        : Collections.unmodifiableList(Arrays.asList(runs).subList(0, runCount));
  }

  /// How many runs it has.
  public int runCount() {
    return runCount;
  }

  /// How many of its runs are in a state. O(1).
  public int runsIn(RunState state) {
    RunCounts known = counts;
    if (known != null) {
      return known.in(state);
    }
    int count = 0;
    for (RunEntry run : runs()) {
      count += run.state() == state ? 1 : 0;
    }
    return count;
  }

  /// How many of its runs are terminal.
  public int terminalRuns() {
    return terminalRuns;
  }

  /// What became of it so far.
  public Outcome outcome() {
    if (spec == null || runCount == 0 || terminalRuns < runCount || mayGetMoreRuns()) {
      return Outcome.OPEN;
    }
    if (completedRuns == 0) {
      return Outcome.FAILED;
    }
    TaskLinks known = links;
    return known == null ? Outcome.COMPLETED : known.outcomeOfSuccess();
  }

  /// Whether nothing of it will ever run again: it has an outcome, or it was canceled and no run of
  /// it is left. Only such a task can be dropped. True for a task that is only named.
  public boolean isOver() {
    return spec == null
        || outcome() != Outcome.OPEN
        || (canceledAt != null && terminalRuns == runCount);
  }

  /// Whether a run that does not exist yet may still follow: a cron task goes on until it is
  /// canceled, has had all its occurrences, or its schedule ends (spec 03 §8.1.4). Between two
  /// windows all its runs may have ended although it has not.
  public boolean mayGetMoreRuns() {
    return spec != null
        && spec.runPolicy() instanceof RunPolicy.Cron cron
        && canceledAt == null
        && runCount < cron.maxRuns()
        && CronExpression.parse(cron.expression()).nextAfter(lastSlot()).isPresent();
  }

  /// The latest due time of its runs, epoch seconds, unsigned; 0 without runs.
  public long lastSlot() {
    return counted().lastSlot();
  }

  /// Its runs that have not ended, in order of creation; a copy. Cost: those, and a few, however
  /// many have ended.
  public List<RunEntry> liveRuns() {
    return counted().live();
  }

  /// When one of its runs ended last, epoch seconds, unsigned; 0 if none has.
  public long lastEnd() {
    return counted().lastEnd();
  }

  private RunCounts counted() {
    RunCounts known = counts;
    return known == null ? new RunCounts(runs, runCount) : known;
  }

  /// The tasks that it waits for, in ascending order; also ids that no task has.
  public List<TaskId> prerequisites() {
    TaskLinks known = links;
    return known == null ? List.of() : TaskLinks.ids(known.prerequisites());
  }

  /// How many prerequisites are not [Outcome#COMPLETED]. Never 0 for a task on a dependency cycle.
  public int unmetPrerequisites() {
    TaskLinks known = links;
    return known == null ? 0 : known.unmet();
  }

  /// The scopes that its runs belong to: its action, its concurrency keys, its tenant; a copy.
  public List<Scope> scopes() {
    TaskSpec known = spec();
    List<String> required = known.constraints().requiredCapabilities();
    String key = known.constraints().concurrencyKey();
    TenantId tenant = known.tenantId();
    var scopes = new ArrayList<Scope>(3);
    scopes.add(new Scope.Action(required == null ? "" : required.getFirst()));
    for (String each : policy().keys(key)) {
      scopes.add(new Scope.Key(tenant, each));
    }
    if (tenant != null) {
      scopes.add(new Scope.Tenant(tenant));
    }
    return scopes;
  }

  /// The task as recorded.
  public StateImage.Task image() {
    return new StateImage.Task(spec(), createdAt, canceledAt);
  }

  /// What it waits for, as recorded.
  StateImage.Dependencies dependencies() {
    return new StateImage.Dependencies(id(), prerequisites());
  }

  /// Whether it has left the state; what it was stays readable.
  @Override
  public boolean isDropped() {
    return terminalRuns < 0;
  }

  /// Notes that it has left the state. What it is stays readable for captures that began before.
  void markDropped() {
    terminalRuns = -1;
  }

  boolean isCreated() {
    return spec != null;
  }

  /// Whether its own runs have ended with success and only its children keep it open.
  public boolean isWaitingForChildren() {
    return completedRuns > 0
        && terminalRuns == runCount
        && links != null
        && links.outcomeOfSuccess() == Outcome.OPEN
        && !mayGetMoreRuns();
  }

  /// The tasks that name it as their parent, in order of creation; a live view.
  public List<TaskEntry> children() {
    TaskLinks known = links;
    return known == null ? List.of() : Collections.unmodifiableList(known.children());
  }

  /// Whether a child of it has not ended. O(1).
  public boolean hasOpenChildren() {
    return links != null && links.hasOpenChildren();
  }

  boolean isCompleted() {
    return outcome() == Outcome.COMPLETED;
  }

  /// The links, made when first asked for.
  TaskLinks links() {
    TaskLinks known = links;
    if (known == null) {
      known = new TaskLinks();
      links = known;
    }
    return known;
  }

  @Nullable TaskLinks linksOrNull() {
    return links;
  }

  void create(TaskSpec newSpec, long timestamp) {
    Invariant.check(spec == null, "expected a task to be created once");
    Standing before = standing();
    spec = newSpec;
    createdAt = timestamp;
    tell(before);
  }

  void cancel(long timestamp) {
    Standing before = standing();
    canceledAt = timestamp;
    tell(before);
  }

  void add(RunEntry run) {
    Standing before = standing();
    if (runCount == runs.length) {
      runs = Arrays.copyOf(runs, runCount == 0 ? 1 : runCount * 2);
    }
    runs[runCount++] = run;
    countByState(run);
    count(run.state());
    tell(before);
  }

  /// Begins to count by state when looking at all runs would take long.
  private void countByState(RunEntry added) {
    RunCounts known = counts;
    if (known != null) {
      known.add(added);
    } else if (runCount > FEW_RUNS) {
      counts = new RunCounts(runs, runCount);
    }
  }

  /// Notes that one of its runs has entered a state.
  void runEntered(RunEntry run, RunState from) {
    RunCounts known = counts;
    if (known != null) {
      known.moved(run, from);
    }
    RunState state = run.state();
    if (!state.isTerminal()) {
      return;
    }
    Standing before = standing();
    count(state);
    tell(before);
  }

  private void count(RunState state) {
    if (state.isTerminal()) {
      terminalRuns++;
    }
    if (state == RunState.COMPLETED) {
      completedRuns++;
    }
  }

  /// What the task is for those that are tied to it.
  enum Standing {
    OPEN,
    COMPLETED,
    FAILED
  }

  Standing standing() {
    return switch (outcome()) {
      case COMPLETED -> Standing.COMPLETED;
      case FAILED -> Standing.FAILED;
      case OPEN ->
          spec != null && canceledAt != null && terminalRuns == runCount
              ? Standing.FAILED
              : Standing.OPEN;
    };
  }

  /// Takes in a child, which may have ended already.
  void adopt(TaskEntry child) {
    Standing before = standing();
    child.links().setParent(this);
    links().addChild(child);
    tell(before);
  }

  /// Sets whether it waits for its children.
  void await(AwaitChildren mode) {
    if (mode != AwaitChildren.NO || links != null) {
      Standing before = standing();
      links().await(mode);
      tell(before);
    }
  }

  private void childMoved(Standing from, Standing to) {
    Standing before = standing();
    links().childMoved(from, to);
    tell(before);
  }

  /// Tells dependents and parent what has changed for them; a parent may change by that too.
  private void tell(Standing before) {
    TaskLinks known = links;
    Standing now = known == null ? before : standing();
    if (known == null || now == before) {
      return;
    }
    boolean completed = now == Standing.COMPLETED;
    if (completed || before == Standing.COMPLETED) {
      for (TaskEntry dependent : known.dependents()) {
        dependent.links().prerequisiteChanged(completed);
      }
    }
    TaskEntry parent = known.parent();
    if (parent != null) {
      parent.childMoved(before, now);
    }
  }
}
