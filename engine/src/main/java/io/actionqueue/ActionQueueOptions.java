package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.RandomSource;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.storage.wal.LogOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Where an engine lives and how it works. Mutable while it is put together; `open` copies it.
public final class ActionQueueOptions {
  final Path directory;
  final Map<String, HandlerEntry> handlers = new TreeMap<>();
  final Set<String> labels = new TreeSet<>();
  @Nullable Handler defaultHandler;
  Durability durability = Durability.SYNC;
  Backoff backoff = new Backoff.Fixed(5_000);
  int dispatchConcurrency = 64;
  long leaseTimeoutSecs = 300;
  OptionalLong snapshotEventThreshold = OptionalLong.of(10_000);
  long snapshotLogBytes = 256L << 20;
  Retention retention = Retention.forever();
  int maxRunsPerSubmit = 100_000;
  int maxTaskDepth = SubmitTask.DEFAULT_MAX_DEPTH;
  int submissionQueueCapacity = 65_536;
  int maxOutputBytes = 16 << 20;
  MisfirePolicy misfire = MisfirePolicy.standard();
  int maxInterruptions = 3;
  OnUncertain onUncertain = OnUncertain.FAIL;
  Duration interruptGrace = Duration.ofSeconds(5);
  Duration abandonGrace = Duration.ofSeconds(30);
  boolean manual;
  boolean nativeSnapshots;
  boolean selectByCreation;
  final LogOptions.Builder log = LogOptions.builder();
  boolean shareBetweenTenants;
  Duration priorityAgeing = Duration.ZERO;
  @Nullable TimeSource time;
  @Nullable RandomSource random;
  @Nullable FileStore files;
  @Nullable Executor handlerExecutor;

  /// A handler with how many of its runs may execute at once.
  record HandlerEntry(Handler handler, int maxConcurrent) {}

  private ActionQueueOptions(Path directory) {
    this.directory = directory;
  }

  /// Options for a data directory, which is created if it is missing.
  ///
  /// @throws InvalidValue kind `EmptyDataDir` if the path is empty
  public static ActionQueueOptions at(Path directory) {
    if (directory.toString().isEmpty()) {
      throw new InvalidValue("EmptyDataDir", "data directory path must not be empty");
    }
    return new ActionQueueOptions(directory);
  }

  /// Registers a handler for an action, bounded only by [#dispatchConcurrency(int)].
  public ActionQueueOptions handler(String action, Handler handler) {
    return handler(action, handler, Integer.MAX_VALUE);
  }

  /// Registers a handler for an action of which at most `maxConcurrent` runs execute at once.
  public ActionQueueOptions handler(String action, Handler handler, int maxConcurrent) {
    requireThat(!action.isEmpty(), "EmptyCapabilityEntry", "action name must not be empty");
    requireThat(
        maxConcurrent >= 1,
        "ZeroConcurrency",
        "max concurrent must be at least 1, was " + maxConcurrent);
    handlers.put(action, new HandlerEntry(handler, maxConcurrent));
    return this;
  }

  /// Registers the handler of tasks that ask for no action.
  public ActionQueueOptions defaultHandler(Handler handler) {
    defaultHandler = handler;
    return this;
  }

  /// Lets the handlers of this process take tasks that require `label` beside their action, such as
  /// `gpu`, or `department:ops` for those of a department (S-48). Default: none.
  ///
  /// @throws InvalidValue kind `EmptyCapabilityEntry` if the label is empty
  public ActionQueueOptions label(String label) {
    requireThat(!label.isEmpty(), "EmptyCapabilityEntry", "label must not be empty");
    labels.add(label);
    return this;
  }

  /// When a change counts as durable. Default [Durability#SYNC].
  public ActionQueueOptions durability(Durability value) {
    durability = value;
    return this;
  }

  /// How long a run waits after a failed attempt. Default: 5 s, fixed.
  public ActionQueueOptions backoff(Backoff value) {
    backoff = value;
    return this;
  }

  /// How many attempts may be in flight at once. Default 64, at least 1.
  public ActionQueueOptions dispatchConcurrency(int slots) {
    requireThat(
        slots >= 1, "ZeroConcurrency", "dispatch concurrency must be at least 1, was " + slots);
    dispatchConcurrency = slots;
    return this;
  }

  /// How long a lease lasts without a heartbeat, in seconds. Default 300, 3 to 86,400.
  ///
  /// @throws InvalidValue kind `LeaseTimeoutTooLow` or `LeaseTimeoutTooHigh`
  public ActionQueueOptions leaseTimeoutSecs(long seconds) {
    requireThat(
        seconds >= 3, "LeaseTimeoutTooLow", "lease timeout must be at least 3 s, was " + seconds);
    requireThat(
        seconds <= 86_400,
        "LeaseTimeoutTooHigh",
        "lease timeout must be at most 86400 s, was " + seconds);
    leaseTimeoutSecs = seconds;
    return this;
  }

  /// Number of events after which a snapshot is due; empty for never. Default 10,000.
  ///
  /// @throws InvalidValue kind `ZeroSnapshotEventThreshold`
  public ActionQueueOptions snapshotEventThreshold(OptionalLong events) {
    requireThat(
        events.isEmpty() || events.getAsLong() >= 1,
        "ZeroSnapshotEventThreshold",
        "snapshot threshold must be at least 1 event");
    snapshotEventThreshold = events;
    return this;
  }

  /// Bytes of log after which a snapshot is due, however few events they hold, unless there are to
  /// be none; it is not before the log has grown by twice the last snapshot's size. Default 256
  /// MiB.
  ///
  /// @throws InvalidValue kind `ZeroSnapshotLogBytes`
  public ActionQueueOptions snapshotLogBytes(long bytes) {
    requireThat(
        bytes >= 1, "ZeroSnapshotLogBytes", "snapshot log bytes must be at least 1, was " + bytes);
    snapshotLogBytes = bytes;
    return this;
  }

  /// Writes every snapshot in the native form (docs/format/snapshot-native.md), however small the
  /// state is; a snapshot in any form is read all the same. Default: a small state that ActionQueue
  /// 0.1 can express gets the form that it reads (v8).
  public ActionQueueOptions nativeSnapshots() {
    nativeSnapshots = true;
    return this;
  }

  /// Which ended tasks are dropped when a snapshot is written. Default: none.
  public ActionQueueOptions retention(Retention value) {
    retention = value;
    return this;
  }

  /// How many runs one submission may create at once (S-47). Default 100,000.
  public ActionQueueOptions maxRunsPerSubmit(int runs) {
    requireThat(runs >= 1, "ZeroMaxRuns", "max runs per submit must be at least 1, was " + runs);
    maxRunsPerSubmit = runs;
    return this;
  }

  /// How deep below its root a task may be, a root having depth 0 (spec 03 §8.2.1); deeper ones are
  /// refused with `depth_limit_exceeded`, whoever submits. Default 8, 1 to 1,000. Tasks that are
  /// deeper already stay.
  ///
  /// @throws InvalidValue kind `InvalidTaskDepth` if it is out of range
  public ActionQueueOptions maxTaskDepth(int levels) {
    requireThat(
        levels >= 1 && levels <= 1000,
        "InvalidTaskDepth",
        "max task depth must be 1 to 1000, was " + levels);
    maxTaskDepth = levels;
    return this;
  }

  /// How many submissions may wait for the engine; more are refused with `backpressure`. Default
  /// 65,536.
  public ActionQueueOptions submissionQueueCapacity(int submissions) {
    requireThat(
        submissions >= 1, "ZeroCapacity", "queue capacity must be at least 1, was " + submissions);
    submissionQueueCapacity = submissions;
    return this;
  }

  /// What becomes of slots that passed while nothing could run, for tasks that do not say (spec 03
  /// §12.4). Default: every one of them gets its run, in order.
  public ActionQueueOptions misfire(MisfirePolicy policy) {
    misfire = policy;
    return this;
  }

  /// How many bytes of output, or of partial state at a suspension, one attempt may keep; more is a
  /// failure for good. Default 16 MiB, 0 to 64 MiB.
  ///
  /// @throws InvalidValue kind `InvalidOutputLimit`
  public ActionQueueOptions maxOutputBytes(int bytes) {
    requireThat(
        bytes >= 0 && bytes <= Submissions.MAX_PAYLOAD_BYTES,
        "InvalidOutputLimit",
        "max output bytes must be between 0 and 67108864, was " + bytes);
    maxOutputBytes = bytes;
    return this;
  }

  /// How many interruptions by crash or lost lease a run survives (S-2, S-35). Default 3.
  public ActionQueueOptions maxInterruptions(int interruptions) {
    requireThat(
        interruptions >= 0, "NegativeInterruptions", "max interruptions must not be negative");
    maxInterruptions = interruptions;
    return this;
  }

  /// What happens to transactional tasks after an interruption. Default [OnUncertain#FAIL].
  public ActionQueueOptions onUncertain(OnUncertain value) {
    onUncertain = value;
    return this;
  }

  /// Time between asking a handler to stop and interrupting its thread (S-6). Default 5 s.
  public ActionQueueOptions interruptGrace(Duration grace) {
    interruptGrace = grace;
    return this;
  }

  /// Time between interrupting a handler and abandoning its attempt (S-37). Default 30 s.
  public ActionQueueOptions abandonGrace(Duration grace) {
    abandonGrace = grace;
    return this;
  }

  /// Starts Ready runs of one priority in the order of their creation and id, as ActionQueue 0.1
  /// does. Default: in the order in which they became due.
  public ActionQueueOptions selectByCreation() {
    selectByCreation = true;
    return this;
  }

  /// Lets waiting make up for priority: a run counts as due earlier by `perPoint` for each point of
  /// its priority, so that one of priority 0 goes before one of priority 5 that came due more than
  /// five times as much later. Default: zero, priorities are strict.
  ///
  /// @param perPoint whole seconds, at most a year
  /// @throws IllegalArgumentException if it is out of range
  public ActionQueueOptions priorityAgeing(Duration perPoint) {
    if (perPoint.isNegative() || perPoint.compareTo(Duration.ofDays(366)) > 0) {
      throw new IllegalArgumentException("ageing must be 0 to a year a point, was " + perPoint);
    }
    priorityAgeing = perPoint;
    return this;
  }

  /// Shares starts out between tenants by their weights ([Limits#weight]), tasks without a tenant
  /// being one more of weight 1; within a tenant priority and due time decide. Default: tenants do
  /// not matter. Applies wherever tenants share something: to the slots of this process, and to the
  /// permits and tokens of actions, whoever executes.
  public ActionQueueOptions shareBetweenTenants() {
    shareBetweenTenants = true;
    return this;
  }

  /// No engine thread and no log thread: the caller drives every step with `tick` (S-41), for
  /// tests.
  public ActionQueueOptions manualMode() {
    manual = true;
    return this;
  }

  /// The clocks. Default: those of the system.
  public ActionQueueOptions time(TimeSource source) {
    time = source;
    return this;
  }

  /// Where ids come from. Default: a secure random generator.
  public ActionQueueOptions random(RandomSource source) {
    random = source;
    return this;
  }

  /// The disk. Default: the system's.
  public ActionQueueOptions files(FileStore store) {
    files = store;
    return this;
  }

  /// Runs handlers, one task an attempt. Default: a virtual thread each.
  ///
  /// It must not run them on the thread that calls it, except in manual mode.
  public ActionQueueOptions handlerExecutor(Executor executor) {
    handlerExecutor = executor;
    return this;
  }

  private static void requireThat(boolean condition, String kind, String message) {
    if (!condition) {
      throw new InvalidValue(kind, message);
    }
  }
}
