package io.actionqueue.simulation;

import io.actionqueue.ActionQueueOptions;
import io.actionqueue.LogSettings;
import io.actionqueue.OnUncertain;
import io.actionqueue.Retention;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.testkit.SeededRandom;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// How the engine of one story is set up.
///
/// @param slots handlers at once
/// @param leaseSecs how long a lease lasts
/// @param backoff before another attempt
/// @param maxInterruptions crashes that a run survives
/// @param onUncertain what becomes of transactional runs after an interruption
/// @param snapshotEvents events between snapshots
/// @param selection which runs go first
/// @param segmentBytes size of a file of the log
/// @param prepareBytes zeros written ahead
/// @param grace between asking a handler and interrupting it, and from there to giving it up
/// @param parentsWait whether tasks that ask for it wait for their children
/// @param retention how long ended tasks are kept
record Settings(
    int slots,
    long leaseSecs,
    Backoff backoff,
    int maxInterruptions,
    OnUncertain onUncertain,
    OptionalLong snapshotEvents,
    Selection selection,
    long segmentBytes,
    int prepareBytes,
    Duration grace,
    boolean parentsWait,
    Retention retention) {

  /// Actions with a handler, and how many of each may execute at once.
  static final Map<String, Integer> ACTIONS = Map.of("", Integer.MAX_VALUE, "single", 1, "pair", 2);

  /// What the handlers can do beside.
  static final Set<String> LABELS = Set.of("gpu");

  static Settings random(SeededRandom random) {
    return new Settings(
        random.between(1, 4),
        random.between(3, 40),
        random.pick(
            new Backoff.Fixed(0), new Backoff.Fixed(3000), new Backoff.Exponential(900, 20_000)),
        random.pick(0, 1, 3, 1000),
        random.pick(OnUncertain.values()),
        random.chance(1, 5) ? OptionalLong.empty() : OptionalLong.of(random.between(5, 200)),
        Selection.random(random),
        random.pick(4096L, 10_000L, 64L << 20),
        random.pick(0, 4096, 16_384),
        Duration.ofMillis(random.between(0, 8000)),
        true,
        retention(random));
  }

  /// Which runs go first.
  ///
  /// @param byCreation whether the original's order of selection applies
  /// @param ageingSecs how much earlier a point of priority lets a run be due, 0 for strict ones
  /// @param shared whether tenants take turns
  /// @param weighed whether by their weights
  record Selection(boolean byCreation, long ageingSecs, boolean shared, boolean weighed) {
    private static Selection random(SeededRandom random) {
      boolean ages = random.chance(1, 5);
      return new Selection(
          random.chance(1, 5), ages ? random.between(1, 20) : 0, random.chance(1, 3), true);
    }

    Selection with(boolean creation, long ageing, boolean sharing) {
      return new Selection(creation, ageing, sharing, weighed);
    }

    private void apply(ActionQueueOptions options) {
      options.priorityAgeing(Duration.ofSeconds(ageingSecs));
      if (byCreation) {
        options.selectByCreation();
      }
      if (shared) {
        options.shareBetweenTenants();
      }
    }
  }

  private static Retention retention(SeededRandom random) {
    Retention retention = Retention.forever();
    if (random.chance(1, 3)) {
      retention = retention.maxAge(Duration.ofSeconds(random.between(1, 60)));
    }
    return random.chance(1, 3) ? retention.maxTasks(random.below(8)) : retention;
  }

  /// The same, but for parents.
  Settings withParentsWaiting(boolean wait) {
    return new Settings(
        slots,
        leaseSecs,
        backoff,
        maxInterruptions,
        onUncertain,
        snapshotEvents,
        selection,
        segmentBytes,
        prepareBytes,
        grace,
        wait,
        retention);
  }

  /// The same, but for who goes first.
  Settings withSelection(Selection other) {
    return new Settings(
        slots,
        leaseSecs,
        backoff,
        maxInterruptions,
        onUncertain,
        snapshotEvents,
        other,
        segmentBytes,
        prepareBytes,
        grace,
        parentsWait,
        retention);
  }

  /// The same, but for what is kept.
  Settings withRetention(Retention other) {
    return new Settings(
        slots,
        leaseSecs,
        backoff,
        maxInterruptions,
        onUncertain,
        snapshotEvents,
        selection,
        segmentBytes,
        prepareBytes,
        grace,
        parentsWait,
        other);
  }

  void apply(ActionQueueOptions options) {
    options
        .dispatchConcurrency(slots)
        .leaseTimeoutSecs(leaseSecs)
        .backoff(backoff)
        .maxInterruptions(maxInterruptions)
        .onUncertain(onUncertain)
        .snapshotEventThreshold(snapshotEvents)
        .retention(retention)
        .interruptGrace(grace)
        .abandonGrace(grace);
    selection.apply(options);
    LogSettings.set(options, segmentBytes, prepareBytes);
  }
}
