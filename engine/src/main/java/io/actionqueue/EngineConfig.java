package io.actionqueue;

import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.port.RandomSource;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.engine.dispatch.SelectionOrder;
import io.actionqueue.engine.dispatch.Sharing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The options that the running engine reads, copied so that later changes to the builder do
/// nothing.
///
/// @param handlers local actions by name, the default handler under the empty text
/// @param labels what the local worker can do beside its actions
/// @param ports clocks, randomness, threads
/// @param backoff delay of retries
/// @param slots how many attempts may execute at once
/// @param leaseTimeoutSecs life of a lease without heartbeat
/// @param maxRunsPerSubmit bound of S-47
/// @param maxTaskDepth how deep below its root a task may be
/// @param maxWaiting how many submissions may wait for the engine
/// @param recovery fate of interrupted runs
/// @param interruptGraceNanos from asking to interrupting
/// @param abandonGraceNanos from interrupting to abandoning
/// @param snapshotEvents events between snapshots, empty for none
/// @param snapshotLogBytes bytes of log after which one is due too
/// @param retention which ended tasks are dropped at a snapshot
/// @param durability when a change counts as durable
/// @param selection which Ready run starts next
/// @param misfire what becomes of missed slots of tasks that do not say
/// @param maxOutputBytes bytes of output that one attempt may keep
record EngineConfig(
    Map<String, ActionQueueOptions.HandlerEntry> handlers,
    Set<String> labels,
    Ports ports,
    Backoff backoff,
    int slots,
    long leaseTimeoutSecs,
    int maxRunsPerSubmit,
    int maxTaskDepth,
    int maxWaiting,
    RecoveryPolicy recovery,
    long interruptGraceNanos,
    long abandonGraceNanos,
    OptionalLong snapshotEvents,
    long snapshotLogBytes,
    Retention retention,
    Durability durability,
    Selection selection,
    MisfirePolicy misfire,
    int maxOutputBytes) {

  /// What the outside provides.
  ///
  /// @param time the clocks
  /// @param random where ids come from
  /// @param threads runs handlers
  record Ports(TimeSource time, RandomSource random, Executor threads) {}

  static EngineConfig of(ActionQueueOptions options) {
    var handlers = new HashMap<>(options.handlers);
    if (options.defaultHandler != null) {
      handlers.put(
          "", new ActionQueueOptions.HandlerEntry(options.defaultHandler, Integer.MAX_VALUE));
    }
    return new EngineConfig(
        handlers,
        Set.copyOf(options.labels),
        new Ports(
            options.time == null ? SystemTime.INSTANCE : options.time,
            options.random == null ? SystemRandom.create() : options.random,
            options.handlerExecutor == null ? Thread::startVirtualThread : options.handlerExecutor),
        options.backoff,
        options.dispatchConcurrency,
        options.leaseTimeoutSecs,
        options.maxRunsPerSubmit,
        options.maxTaskDepth,
        options.submissionQueueCapacity,
        recovery(options),
        TimeUnit.NANOSECONDS.convert(options.interruptGrace),
        TimeUnit.NANOSECONDS.convert(options.abandonGrace),
        options.snapshotEventThreshold,
        options.snapshotLogBytes,
        options.retention,
        options.durability,
        selection(options),
        options.misfire,
        options.maxOutputBytes);
  }

  /// Which Ready run starts next.
  ///
  /// @param order the order within a priority
  /// @param ageingSecs how much earlier a point of priority lets a run count as due; 0: strict
  /// @param sharing between whom starts are shared out
  record Selection(SelectionOrder order, long ageingSecs, Sharing sharing) {}

  private static Selection selection(ActionQueueOptions options) {
    return new Selection(
        options.selectByCreation ? SelectionOrder.PRIORITY_CREATED_RUNID : SelectionOrder.DUE_TIME,
        options.priorityAgeing.toSeconds(),
        options.shareBetweenTenants ? Sharing.TENANTS : Sharing.NOBODY);
  }

  private static RecoveryPolicy recovery(ActionQueueOptions options) {
    return new RecoveryPolicy(
        options.maxInterruptions,
        switch (options.onUncertain) {
          case FAIL -> io.actionqueue.core.run.OnUncertain.FAIL;
          case SUSPEND -> io.actionqueue.core.run.OnUncertain.SUSPEND;
          case RETRY -> io.actionqueue.core.run.OnUncertain.RETRY;
        });
  }

  TimeSource time() {
    return ports.time();
  }

  RandomSource random() {
    return ports.random();
  }

  Executor threads() {
    return ports.threads();
  }

  /// The handler of an action, null if there is none.
  @Nullable Handler handler(String action) {
    var entry = handlers.get(action);
    return entry == null ? null : entry.handler();
  }

  /// The names of the actions, sorted, without the default handler.
  List<String> actions() {
    return handlers.keySet().stream().filter(name -> !name.isEmpty()).sorted().toList();
  }
}
