package io.actionqueue.core.state;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.TaskConstraints;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run as the state holds it: a live view whose answers change with every applied event.
///
/// Confined to the owner of its [QueueState].
public final class RunEntry extends Keyed {
  private static final int FIRST_STEP_PACKED = 1;
  private static final int WAS_RUNNING = 2;
  private static final int READY_FROM_SCHEDULED = 4;
  private static final int DROPPED = 8;

  private final TaskEntry task;
  private final long createdAt;
  private final long scheduledAt;
  private final int recordedPriority;
  private RunState state;
  private long lastStateChangeAt;
  private long readySequence;
  private int attemptCount;
  private byte flags;
  private int placeInState;
  private int placeInTenant;
  private int historyLength;
  private byte @Nullable [] history;
  private @Nullable Lineage lineage;
  private StateImage.@Nullable Lease lease;

  /// A run just created, in Scheduled.
  RunEntry(RunInstance run, TaskEntry task) {
    super(run.id().high(), run.id().low());
    this.task = task;
    createdAt = run.createdAt();
    scheduledAt = run.scheduledAt();
    recordedPriority = run.effectivePriority();
    state = run.state();
    lastStateChangeAt = run.lastStateChangeAt();
    attemptCount = (int) run.attemptCount();
  }

  /// A copy that later changes of the original do not touch.
  private RunEntry(RunEntry original) {
    super(original.high, original.low);
    task = original.task;
    createdAt = original.createdAt;
    scheduledAt = original.scheduledAt;
    recordedPriority = original.recordedPriority;
    state = original.state;
    lastStateChangeAt = original.lastStateChangeAt;
    readySequence = original.readySequence;
    attemptCount = original.attemptCount;
    flags = original.flags;
    historyLength = original.historyLength;
    history = original.history; // what is there is never overwritten, only added to
    lineage = original.lineage == null ? null : original.lineage.copy();
    lease = original.lease;
  }

  /// Where it stands in the list of its state.
  int place(LiveRuns.Owner owner) {
    return switch (owner) {
      case STATE -> placeInState;
      case TENANT -> placeInTenant;
    };
  }

  void setPlace(LiveRuns.Owner owner, int place) {
    switch (owner) {
      case STATE -> placeInState = place;
      case TENANT -> placeInTenant = place;
    }
  }

  /// The run's id.
  public RunId id() {
    return new RunId(high, low);
  }

  /// Compares the ids of two runs as [RunId] does, without making them.
  public int compareId(RunEntry other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }

  /// The options of its task, [TaskPolicy#NONE] if it has none or is not known.
  public TaskPolicy policy() {
    TaskEntry known = task();
    return known == null ? TaskPolicy.NONE : known.policy();
  }

  /// The id of its task.
  public TaskId taskId() {
    return task.id();
  }

  /// Its task, null if the log does not hold it.
  public @Nullable TaskEntry task() {
    return task.isCreated() ? task : null;
  }

  /// The state that it is in.
  public RunState state() {
    return state;
  }

  /// When it was created, epoch seconds, unsigned.
  public long createdAt() {
    return createdAt;
  }

  /// From when on it may become Ready, epoch seconds, unsigned.
  public long scheduledAt() {
    return scheduledAt;
  }

  /// When it entered its state, epoch seconds, unsigned.
  public long lastStateChangeAt() {
    return lastStateChangeAt;
  }

  /// The priority that is recorded with the run: 0 in what the engine writes (S-38).
  public int recordedPriority() {
    return recordedPriority;
  }

  /// Its task's priority, 0 if the task is unknown: what selection orders by (S-7).
  public int priority() {
    return task.isCreated() ? task.spec().metadata().priority() : 0;
  }

  /// How many attempts were started; 0 to 4,294,967,295.
  public long attemptCount() {
    return Integer.toUnsignedLong(attemptCount);
  }

  /// How many attempts count against the cap: all but the suspended and the interrupted ones (S-2).
  public long countedAttempts() {
    Lineage known = lineage;
    return known == null ? attemptCount() : attemptCount() - known.uncounted();
  }

  /// How many attempts were cut off by a crash or a lost lease (S-35).
  public int interruptions() {
    Lineage known = lineage;
    return known == null ? 0 : known.interruptions();
  }

  /// How many attempts were started since it last entered Running (spec 02 §7.2).
  public int attemptsInThisPeriod() {
    Lineage known = lineage;
    return known == null ? 0 : known.inThisPeriod();
  }

  /// The open attempt, null if there is none.
  public @Nullable AttemptId openAttempt() {
    Lineage known = lineage;
    return known == null ? null : known.openId();
  }

  /// The attempt that was started last, null if there is none.
  public StateImage.@Nullable Attempt lastAttempt() {
    Lineage known = lineage;
    return known == null ? null : known.newest();
  }

  /// Whether an attempt with this id was started before.
  public boolean hasAttempt(AttemptId attemptId) {
    Lineage known = lineage;
    return known != null && known.contains(attemptId);
  }

  /// Since when it counts as due (S-38), epoch seconds, unsigned; meaningful in Ready.
  public long readySince() {
    boolean early = Long.compareUnsigned(scheduledAt, lastStateChangeAt) < 0;
    return has(READY_FROM_SCHEDULED) && early ? scheduledAt : lastStateChangeAt;
  }

  /// The sequence of the event that last made it Ready, 0 if none did; the snapshot's sequence
  /// where that is all that is known.
  public long readySequence() {
    return readySequence;
  }

  /// The open lease, null if there is none.
  public StateImage.@Nullable Lease lease() {
    return lease;
  }

  /// Whether the records say that it holds its task's concurrency key (spec 03 §3.3). False without
  /// a key.
  ///
  /// It holds it while Leased or Running. Under the policy to hold, it keeps what it held from its
  /// first entry into Running to its end, also when it is back in Ready.
  public boolean holdsKey() {
    if (!task.isCreated() || task.spec().constraints().concurrencyKey() == null) {
      return false;
    }
    TaskConstraints constraints = task.spec().constraints();
    return switch (state) {
      case LEASED, RUNNING -> true;
      case READY, RETRY_WAIT, SUSPENDED ->
          has(WAS_RUNNING) && constraints.holdPolicy() == HoldPolicy.HOLD_DURING_RETRY;
      case SCHEDULED, COMPLETED, FAILED, CANCELED -> false;
    };
  }

  /// Every state entered, oldest first; a copy.
  public List<StateImage.HistoryEntry> history() {
    var entries = new ArrayList<StateImage.HistoryEntry>(8);
    if (!has(FIRST_STEP_PACKED)) {
      entries.add(new StateImage.HistoryEntry(null, RunState.SCHEDULED, createdAt));
    }
    PackedHistory.read(history, historyLength, createdAt, entries);
    return List.copyOf(entries);
  }

  /// Every attempt, oldest first; a copy.
  public List<StateImage.Attempt> attempts() {
    Lineage known = lineage;
    return known == null ? List.of() : known.images();
  }

  /// The run as recorded; a copy.
  public StateImage.Run image() {
    return new StateImage.Run(instance(), history(), attempts(), lease);
  }

  /// State and counters as recorded; a copy.
  public RunInstance instance() {
    return new RunInstance(
        id(),
        taskId(),
        state,
        openAttempt(),
        attemptCount(),
        createdAt,
        scheduledAt,
        recordedPriority,
        lastStateChangeAt);
  }

  /// A copy that later changes of this one do not touch.
  RunEntry copy() {
    return new RunEntry(this);
  }

  /// Whether it has left the state; what it was stays readable.
  @Override
  public boolean isDropped() {
    return has(DROPPED);
  }

  /// Notes that it has left the state. What it is stays readable for captures that began before.
  void markDropped() {
    set(DROPPED, true);
  }

  /// The task's entry, also if the task is only named so far.
  TaskEntry owner() {
    return task;
  }

  boolean hasOpenAttempt() {
    Lineage known = lineage;
    return known != null && known.hasOpen();
  }

  boolean isOpenAttempt(AttemptId attemptId) {
    Lineage known = lineage;
    return known != null && known.isOpen(attemptId);
  }

  boolean openAttemptIsReused() {
    Lineage known = lineage;
    return known != null && known.openIsReused();
  }

  /// Enters a state: time, history, attempt and lease follow (spec 02 §3.4).
  void enter(RunState target, long timestamp, long sequence) {
    remember(state, target, timestamp);
    boolean fromScheduled = state == RunState.SCHEDULED;
    state = target;
    lastStateChangeAt = timestamp;
    if (target == RunState.READY) {
      readySequence = sequence;
      set(READY_FROM_SCHEDULED, fromScheduled);
    }
    Lineage known = lineage;
    if (target == RunState.RUNNING) {
      set(WAS_RUNNING, true);
      if (known != null) {
        known.beginPeriod();
      }
    } else if (known != null) {
      known.abandon();
    }
    if (target.isTerminal()) {
      lease = null;
    }
  }

  void startAttempt(AttemptId attemptId, long timestamp) {
    lineageOrNew().start(attemptId, timestamp);
    attemptCount++;
  }

  void finishAttempt(AttemptOutcome outcome, long timestamp) {
    lineageOrNew().finish(outcome, timestamp);
  }

  void setLease(StateImage.@Nullable Lease newLease) {
    lease = newLease;
  }

  /// Takes over the past that an image holds. The open attempt is the last one of a Running run if
  /// it is unfinished, whatever the instance says (spec 02 §6.9).
  void restore(StateImage.Run image, long becameReadyBy) {
    lease = image.lease();
    for (StateImage.Attempt attempt : image.attempts()) {
      lineageOrNew().restore(attempt, state == RunState.RUNNING);
    }
    restoreHistory(image.history());
    readySequence = becameReadyBy;
  }

  private void restoreHistory(List<StateImage.HistoryEntry> entries) {
    var implied = new StateImage.HistoryEntry(null, RunState.SCHEDULED, createdAt);
    boolean usual = !entries.isEmpty() && entries.getFirst().equals(implied);
    set(FIRST_STEP_PACKED, !usual);
    long finalChange = lastStateChangeAt;
    lastStateChangeAt = createdAt;
    Lineage known = lineage;
    for (StateImage.HistoryEntry entry : entries.subList(usual ? 1 : 0, entries.size())) {
      remember(entry.from(), entry.to(), entry.timestamp());
      lastStateChangeAt = entry.timestamp();
      set(READY_FROM_SCHEDULED, entry.from() == RunState.SCHEDULED);
      if (entry.to() == RunState.RUNNING) {
        set(WAS_RUNNING, true);
        if (known != null) {
          known.restorePeriod(entry.timestamp());
        }
      }
    }
    if (historyLength == 0) {
      lastStateChangeAt = finalChange;
    }
  }

  /// Packs a step; its time is counted from the step before it, or from the run's creation.
  private void remember(@Nullable RunState from, RunState to, long timestamp) {
    long distance = timestamp - (historyLength == 0 ? createdAt : lastStateChangeAt);
    byte[] bytes = PackedHistory.withRoom(history, historyLength, PackedHistory.size(distance));
    historyLength = PackedHistory.write(bytes, historyLength, from, to, distance);
    history = bytes;
  }

  private Lineage lineageOrNew() {
    Lineage known = lineage;
    if (known == null) {
      known = new Lineage();
      lineage = known;
    }
    return known;
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private void set(int flag, boolean on) {
    flags = (byte) (on ? flags | flag : flags & ~flag);
  }
}
