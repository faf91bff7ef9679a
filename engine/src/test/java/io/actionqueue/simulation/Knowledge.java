package io.actionqueue.simulation;

import io.actionqueue.Outcome;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.testkit.ManualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an onlooker knows who hears of every durable event and watches the handlers: a state of his
/// own, and what follows from it by the specification, computed without the engine's indexes.
final class Knowledge {
  final Settings settings;
  final ManualTime time;
  final Map<AttemptId, Act> acts = new LinkedHashMap<>();

  /// Attempts of workers elsewhere, also those of processes before.
  final Map<AttemptId, Act> claimed = new LinkedHashMap<>();

  /// When runs in RetryWait go on, epoch milliseconds.
  final Map<RunId, Long> readyAt = new HashMap<>();

  final Map<RunId, Set<RunState>> owed = new HashMap<>();

  /// Runs that the present step has made: it does not look again for those that are due already.
  final Set<RunId> young = new HashSet<>();

  final ScopeBook scopes;
  final KeyBook keys = new KeyBook(this);
  final Kin kin;
  final Additions additions = new Additions();
  final Precedence precedence = new Precedence(this);
  final ShareBook shares = new ShareBook(this);
  final LineBook lines = new LineBook(this);

  /// Workers elsewhere, as they asked to be registered.
  final Map<ActorId, Recruit> crew = new HashMap<>();

  /// The run that a decision is just ending, null for none.
  @Nullable RunId rejecting;

  QueueState state = QueueState.empty();
  boolean closing;

  /// Whether somebody has set the clock in this story.
  boolean clockWasSet;

  /// Whether a run has expired in the present step.
  boolean expired;

  private final Twist twist;
  private long stepNanos;
  private long stepMillis;

  /// What a worker elsewhere is.
  ///
  /// @param tenant null for none
  /// @param capabilities what it says that it can do
  /// @param department null for none
  record Recruit(
      @Nullable TenantId tenant, List<String> capabilities, @Nullable String department) {
    Recruit(ActorRegistration asked) {
      this(
          asked.tenantId(),
          asked.capabilities(),
          asked.department() == null ? null : asked.department().text());
    }

    Recruit(ActorEvent.ActorRegistered event) {
      this(event.tenantId(), event.capabilities(), event.department());
    }

    Recruit(StateImage.Actor actor) {
      this(actor.tenantId(), actor.capabilities(), actor.department());
    }

    private Set<String> abilities() {
      var all = new HashSet<>(capabilities);
      if (department != null) {
        all.add("department:" + department);
      }
      return all;
    }
  }

  /// What an onlooker believes.
  ///
  /// @param settings how the engine is set up
  /// @param time what it goes by
  /// @param twist what reaches the engine otherwise
  Knowledge(Settings settings, ManualTime time, Twist twist) {
    this.twist = twist;
    this.settings = settings;
    this.time = time;
    kin = new Kin(settings.parentsWait());
    scopes = new ScopeBook(this);
  }

  /// Begins anew from what a new process found and healed: nobody executes, keys are held by what
  /// the records say (RT-16, RT-17), back-off counts from the last change, a delay that a handler
  /// chose is recorded.
  ///
  /// @param found what the process found
  /// @param recovered what it made of it
  /// @param unheard the events that were recorded meanwhile, in their order
  void adopt(QueueState found, QueueState recovered, List<Event> unheard) {
    additions.adopt(state, recovered);
    scopes.adopt(found, unheard);
    state = recovered;
    precedence.adopt(recovered);
    shares.adopt();
    acts.clear();
    readyAt.clear();
    owed.clear();
    closing = false;
    keys.adopt(found);
    adoptClaims();
    for (RunEntry run : recovered.runs()) {
      if (run.state() == RunState.RETRY_WAIT) {
        var recorded = recovered.extensions().delay(run.id());
        readyAt.put(
            run.id(),
            recorded == null
                ? 1000 * (run.lastStateChangeAt() + backoffSecs(run))
                : recorded.readyAtMillis());
      }
    }
  }

  /// Workers elsewhere go on, also with what was durable before anybody heard of it.
  private void adoptClaims() {
    for (RunEntry run : state.runs()) {
      AttemptId open = run.openAttempt();
      StateImage.Lease lease = run.lease();
      if (open != null && lease != null && !claimed.containsKey(open)) {
        var act = new Act(run.id(), open, taskOf(run).spec());
        act.owner = lease.owner();
        act.keys = keys.permits(taskOf(run));
        claimed.put(open, act);
      }
    }
  }

  /// A step or a call begins.
  void beginStep() {
    stepNanos = time.monotonicNanos();
    stepMillis = time.epochMillis();
    young.clear();
    expired = false;
  }

  /// When the present step began, monotonic nanoseconds; the present instant while closing, which
  /// takes many steps.
  long stepNanos() {
    return closing ? time.monotonicNanos() : stepNanos;
  }

  /// When the present step began, epoch milliseconds; closing takes many steps, of which this is
  /// the latest.
  long stepMillis() {
    return closing ? time.epochMillis() : stepMillis;
  }

  /// The delay that the handler of a run's last attempt asked for, null if it did not.
  @Nullable Long chosenDelaySecs(RunEntry run) {
    var last = run.lastAttempt();
    Act act = last == null ? null : act(last.attemptId());
    boolean failed = last != null && last.result() == AttemptResult.FAILURE;
    return failed && act != null && act.outcome instanceof Outcome.RetryableFailure answer
        ? answer.delaySecs()
        : null;
  }

  /// What becomes of a run that is cut off: the task's own rules, else the engine's (S-35).
  OnUncertain onUncertain(QueueState in, RunEntry run) {
    OnUncertain own = in.extensions().policy(run.taskId()).onUncertain();
    return own == null ? OnUncertain.valueOf(settings.onUncertain().name()) : own;
  }

  long second() {
    return Math.floorDiv(time.epochMillis(), 1000L);
  }

  long backoffSecs(RunEntry run) {
    return settings.backoff().delaySecs(Math.max(1, run.countedAttempts()));
  }

  static TaskEntry taskOf(RunEntry run) {
    TaskEntry task = run.task();
    if (task == null) {
      throw new AssertionError("run " + run.id() + " has no task");
    }
    return task;
  }

  static String actionOf(RunEntry run) {
    var required = taskOf(run).spec().constraints().requiredCapabilities();
    return required == null ? "" : required.getFirst();
  }

  /// The handlers that the engine takes for executing: until it has taken their answer.
  List<Act> executing() {
    var executing = new ArrayList<Act>();
    for (Act act : acts.values()) {
      if (!act.taken) {
        executing.add(act);
      }
    }
    return executing;
  }

  boolean prerequisitesCompleted(TaskEntry task) {
    return kin.prerequisitesCompleted(state, task);
  }

  boolean prerequisiteFailed(TaskEntry task) {
    return kin.prerequisiteFailed(state, task);
  }

  /// An attempt of this process or of a worker elsewhere, null if it is neither.
  @Nullable Act act(AttemptId id) {
    Act act = acts.get(id);
    return act == null ? claimed.get(id) : act;
  }

  /// The active worker of an identity, null if there is none.
  StateImage.@Nullable Actor activeActor(String identity) {
    for (StateImage.Actor actor : state.actors()) {
      if (actor.isActive() && actor.identity().equals(identity)) {
        return actor;
      }
    }
    return null;
  }

  /// RT-46: whether a worker may have a run: of its own tenant, or of none if it has none, all
  /// whose requirements it fulfils; its department is one of its capabilities (03 §10.4).
  boolean canTake(StateImage.Actor actor, RunEntry run) {
    Recruit recruit = crew.get(actor.actorId());
    var required = taskOf(run).spec().constraints().requiredCapabilities();
    return recruit != null
        && isOfTenantOf(actor, run)
        && (required == null || recruit.abilities().containsAll(required));
  }

  /// Whether a worker is of the tenant of a run, or neither has one.
  boolean isOfTenantOf(StateImage.Actor actor, RunEntry run) {
    Recruit recruit = crew.get(actor.actorId());
    return recruit != null && Objects.equals(recruit.tenant(), taskOf(run).spec().tenantId());
  }

  /// Why a Ready run may not start here, null if it may. Slots are not looked at.
  @Nullable String obstacle(RunEntry run) {
    String shared = sharedObstacle(run);
    return shared == null ? localObstacle(run) : shared;
  }

  /// Why no handler here can take a run, null if one can.
  @Nullable String localObstacle(RunEntry run) {
    String action = actionOf(run);
    if (!isDoneHere(run)) {
      return "no handler";
    }
    return slotsOf(action) <= 0 ? "action full" : null;
  }

  /// How many more of an action may execute here, as far as that action is concerned.
  long slotsOf(String action) {
    int limit = Settings.ACTIONS.getOrDefault(action, 0);
    long busy = executing().stream().filter(act -> act.action().equals(action)).count();
    return limit == Integer.MAX_VALUE ? Long.MAX_VALUE : limit - busy;
  }

  /// S-48: whether a handler here does a run: for its action there is one, and what is required
  /// beside is another action here, or a label.
  boolean isDoneHere(RunEntry run) {
    var required = taskOf(run).spec().constraints().requiredCapabilities();
    return Settings.ACTIONS.containsKey(actionOf(run))
        && (required == null
            || required.stream()
                .skip(1)
                .allMatch(
                    each -> Settings.LABELS.contains(each) || Settings.ACTIONS.containsKey(each)));
  }

  /// What limits a scope, null for nothing.
  @Nullable Limit limit(Scope scope) {
    Limit limit = state.extensions().limit(scope);
    return limit == null ? null : believed(limit);
  }

  /// The weight that counts at limits for a tenant of a recorded weight.
  int weightAtLimits(int weight) {
    return twist.weight().applyAsInt(weight);
  }

  /// What a limit that is recorded allows.
  Limit believed(Limit limit) {
    return twist.limit().apply(limit);
  }

  /// The limit that alone keeps a Ready run from starting here; null if there is none, or more.
  @Nullable Scope onlyLimit(RunEntry run) {
    List<Scope> full = scopes.exhausted(run);
    boolean alone = full.size() == 1 && localObstacle(run) == null;
    return alone && otherObstacle(run) == null ? full.getFirst() : null;
  }

  /// Why nobody may start a Ready run, null if somebody may.
  @Nullable String sharedObstacle(RunEntry run) {
    String ruled = scopes.obstacle(run);
    return ruled == null ? otherObstacle(run) : ruled;
  }

  /// The same, but for limits and pauses.
  private @Nullable String otherObstacle(RunEntry run) {
    TaskEntry task = taskOf(run);
    if (task.isCanceled()) {
      return "task canceled";
    }
    if (run.countedAttempts() >= task.spec().constraints().maxAttempts()) {
      return "no attempt left";
    }
    if (budgetUsedUp(task.id())) {
      return "budget used up";
    }
    List<Act> executing = executing();
    if (executing.stream().anyMatch(act -> act.run.equals(run.id()))) {
      return "its previous attempt executes";
    }
    return keys.obstacle(run, executing);
  }

  /// How far the present step may lie behind [#stepMillis], milliseconds.
  long slackMillis() {
    return closing ? time.epochMillis() - stepMillis : 0;
  }

  /// Whether a Ready run certainly could start now, were there a slot for it.
  boolean couldStart(RunEntry run) {
    return obstacle(run) == null && !scopes.mayLackToken(run) && !mayBeKept(run);
  }

  /// Whether a key of a Ready run may be kept for one that needs several, waits for them and does
  /// not go after it; nobody is kept from what it holds. Who is kept from a key has no right to
  /// start, nor to go first.
  boolean mayBeKept(RunEntry run) {
    List<KeyBook.Key> needed = keys.lackedBy(run);
    return !needed.isEmpty()
        && live().stream()
            .filter(other -> other != run && other.state() == RunState.READY)
            .filter(other -> !other.policy().furtherKeys().isEmpty())
            .filter(other -> !precedence.precedes(run, other))
            .anyMatch(other -> KeyBook.keysOf(other).stream().anyMatch(needed::contains));
  }

  /// Whether any dimension of a task's budget is used up.
  boolean budgetUsedUp(TaskId task) {
    for (BudgetDimension dimension : BudgetDimension.values()) {
      var budget = state.budget(task, dimension);
      if (budget != null && budget.exhausted()) {
        return true;
      }
    }
    return false;
  }

  List<RunEntry> live() {
    var live = new ArrayList<RunEntry>();
    for (RunEntry run : state.runs()) {
      if (!run.state().isTerminal()) {
        live.add(run);
      }
    }
    return live;
  }
}
