package io.actionqueue.simulation;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What limits and pauses of actions, keys and tenants allow, computed from what is known: permits
/// are counted anew for each question, tokens by an account of starts that outlives processes.
final class ScopeBook implements Concern {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Knowledge known;
  private final Map<Scope, Bucket> buckets = new HashMap<>();
  private final long apart;
  private long openingNanos;
  private long openingEpochNanos;

  /// Tokens of one scope: each start uses one, and they come back one after the other. What is not
  /// known exactly lies between two accounts. A third one says what the records tell, in which each
  /// start comes at the end of its second: from there a new process goes on.
  private static final class Bucket {
    private long intervalNanos = 1;
    private int size = 1;
    private long missingAtLeastUntil;
    private long missingAtMostUntil;
    private @Nullable Long recordedUntil;

    void limit(Limit.Rate rate, long now) {
      intervalNanos = Math.ceilDiv(rate.perMillis() * 1_000_000L, rate.tokens());
      size = rate.burst();
      missingAtLeastUntil = bounded(missingAtLeastUntil, now);
      missingAtMostUntil = bounded(missingAtMostUntil, now);
    }

    /// The records tell of a limit that is set.
    void recordLimit(long second) {
      if (recordedUntil != null) {
        recordedUntil = Math.min(recordedUntil, endOf(second) + size * intervalNanos);
      }
    }

    /// The records tell of a start.
    void record(long second) {
      long end = endOf(second);
      long full = recordedUntil == null ? end : Math.max(recordedUntil, end);
      recordedUntil = Math.min(full + intervalNanos, end + size * intervalNanos);
    }

    private static long endOf(long second) {
      return (second + 1) * NANOS_PER_SECOND;
    }

    private long bounded(long until, long now) {
      return now + Math.clamp(until - now, 0, size * intervalNanos);
    }

    /// Nobody knows how many tokens are left.
    void forget(long now) {
      missingAtLeastUntil = now;
      missingAtMostUntil = now + size * intervalNanos;
    }

    /// When it is full by the records for whoever looks at them now.
    long recorded(long now, long epochNanos) {
      return bounded(now + (recordedUntil == null ? 0 : recordedUntil - epochNanos), now);
    }

    /// A new process goes on from what is recorded, which tells seconds: no restart allows more,
    /// and tokens come that much later.
    void goOn(long atLeastUntil, long atMostUntil) {
      missingAtLeastUntil = atLeastUntil;
      missingAtMostUntil = Math.max(atLeastUntil, atMostUntil);
    }

    boolean mayHaveToken(long now) {
      return missingAtLeastUntil - now <= (size - 1) * intervalNanos;
    }

    boolean hasToken(long now) {
      return missingAtMostUntil - now <= (size - 1) * intervalNanos;
    }

    /// How many tokens there are at least.
    long tokens(long now) {
      long missing = Math.max(0, missingAtMostUntil - now);
      return Math.max(0, size - Math.ceilDiv(missing, intervalNanos));
    }

    /// How many tokens there are at most.
    long tokensAtMost(long now) {
      long missing = Math.max(0, missingAtLeastUntil - now);
      return Math.max(0, size - Math.ceilDiv(missing, intervalNanos));
    }

    /// Takes a token, if somebody starts who needs one.
    void take(long now, boolean starts) {
      if (starts) {
        missingAtLeastUntil = Math.max(missingAtLeastUntil, now) + intervalNanos;
      }
      perhapsTake(now);
    }

    /// Whoever is rejected does not start; nobody gets more by that.
    void perhapsTake(long now) {
      missingAtMostUntil = bounded(Math.max(missingAtMostUntil, now) + intervalNanos, now);
    }
  }

  ScopeBook(Knowledge known) {
    this.known = known;
    apart = apart();
  }

  /// By how much the monotonic clock is ahead of the wall clock, which knows milliseconds.
  private long apart() {
    return known.time.monotonicNanos() - epochNanos();
  }

  /// A process begins to open: some time until that is done it looks at what is recorded.
  void opening() {
    openingNanos = known.time.monotonicNanos();
    openingEpochNanos = epochNanos();
  }

  private long epochNanos() {
    return known.time.epochMillis() * 1_000_000L;
  }

  /// What was recorded before anybody heard of it counts as if it had happened now, in its order:
  /// the wall clock may have been set back between two of these starts.
  ///
  /// @param found what a process has found
  /// @param unheard the events behind what was heard, in their order; what a compaction has taken
  ///   away is missing
  void adopt(QueueState found, List<Event> unheard) {
    for (Event event : unheard) {
      before(event, known.time.monotonicNanos());
      if (event instanceof RunEvent.RunStateChanged(var id, _, var next, var second)) {
        RunEntry run = found.run(id);
        List<Scope> scopes = run == null || next != RunState.LEASED ? List.of() : scopesOf(run);
        scopes.stream()
            .map(buckets::get)
            .filter(Objects::nonNull)
            .forEach(bucket -> {
              bucket.perhapsTake(known.time.monotonicNanos());
              bucket.record(second);
            });
      }
    }
  }

  @Override
  public void follow() {
    long now = known.time.monotonicNanos();
    long lateness = NANOS_PER_SECOND + 1_000_000L + Math.max(0, apart() - apart);
    buckets.keySet().removeIf(scope -> known.state.extensions().limit(scope) == null);
    for (Bucket bucket : buckets.values()) {
      if (known.clockWasSet) {
        bucket.goOn(
            bucket.recorded(openingNanos, openingEpochNanos), bucket.recorded(now, epochNanos()));
      } else {
        bucket.goOn(
            bucket.bounded(bucket.missingAtLeastUntil, openingNanos),
            Math.min(
                bucket.recorded(now, epochNanos()),
                bucket.bounded(bucket.missingAtMostUntil, now) + lateness));
      }
    }
    for (ExtensionEvent.LimitSet set : known.state.extensions().limits()) {
      boolean unheard = set.limit().rate() != null && !buckets.containsKey(set.scope());
      limit(set.scope(), set.limit(), now);
      if (unheard) {
        buckets.get(set.scope()).forget(now);
      }
    }
  }

  private void limit(Scope scope, Limit limit, long now) {
    Limit.Rate rate = known.believed(limit).rate();
    Bucket bucket = buckets.get(scope);
    if (rate == null) {
      buckets.remove(scope);
    } else if (bucket != null) {
      bucket.limit(rate, now);
    } else {
      bucket = new Bucket(); // full: only starts under a limit count
      bucket.limit(rate, now);
      buckets.put(scope, bucket);
    }
  }

  @Override
  public void before(Event event) {
    before(event, known.stepNanos());
  }

  private void before(Event event, long now) {
    switch (event) {
      case ExtensionEvent.LimitSet(var scope, var limit, var millis) -> {
        limit(scope, limit, now);
        Bucket bucket = buckets.get(scope);
        if (bucket != null) {
          bucket.recordLimit(Math.floorDiv(millis, 1000L));
        }
      }
      case ExtensionEvent.LimitCleared(var scope, _) -> {
        buckets.remove(scope);
        known.shares.cleared(scope);
      }
      default -> {}
    }
  }

  @Override
  public void moved(RunEntry run, RunState from) {
    if (run.state() != RunState.LEASED) {
      return;
    }
    for (Scope scope : scopesOf(run)) {
      Bucket bucket = buckets.get(scope);
      if (bucket != null) {
        boolean starts = !run.id().equals(known.rejecting);
        bucket.take(known.stepNanos(), starts);
        bucket.record(run.lastStateChangeAt());
      }
      if (known.state.extensions().limit(scope) != null) {
        boolean waited = known.lines.standsIn(scope, run);
        known.shares.startsUnder(scope, run, waited);
        if (!waited) {
          known.lines.mixed(scope);
        }
      }
    }
  }

  /// The limits that a run is under.
  List<Scope> limitsOf(RunEntry run) {
    return scopesOf(run).stream()
        .filter(scope -> known.state.extensions().limit(scope) != null)
        .toList();
  }

  private static List<Scope> scopesOf(RunEntry run) {
    return scopesOf(Knowledge.taskOf(run).spec(), KeyBook.keysOf(run));
  }

  private static List<Scope> scopesOf(TaskSpec spec, Collection<KeyBook.Key> keys) {
    var scopes = new ArrayList<Scope>();
    var required = spec.constraints().requiredCapabilities();
    scopes.add(new Scope.Action(required == null ? "" : required.getFirst()));
    for (KeyBook.Key key : keys) {
      scopes.add(new Scope.Key(key.tenant(), key.text()));
    }
    if (spec.tenantId() != null) {
      scopes.add(new Scope.Tenant(spec.tenantId()));
    }
    return scopes;
  }

  /// Which pause or limit stands in a run's way, null if none does.
  @Nullable String obstacle(RunEntry run) {
    for (Scope scope : scopesOf(run)) {
      if (known.state.extensions().isPaused(scope)) {
        return scope + " is paused";
      }
      Bucket bucket = buckets.get(scope);
      if (bucket != null && !bucket.mayHaveToken(known.stepNanos())) {
        return scope + " has no token";
      }
      Limit limit = known.limit(scope);
      Integer permits = limit == null || scope instanceof Scope.Key ? null : limit.permits();
      if (permits != null && inUse(scope) >= permits) {
        return scope + " has no permit";
      }
    }
    return null;
  }

  /// The limits that have certainly nothing left for a run; empty where a pause holds it.
  List<Scope> exhausted(RunEntry run) {
    if (scopesOf(run).stream().anyMatch(known.state.extensions()::isPaused)) {
      return List.of();
    }
    return limitsOf(run).stream().filter(this::isExhausted).toList();
  }

  private boolean isExhausted(Scope scope) {
    Limit limit = known.limit(scope);
    Integer permits = limit == null || scope instanceof Scope.Key ? null : limit.permits();
    Bucket bucket = buckets.get(scope);
    return (permits != null && inUse(scope) >= permits)
        || (bucket != null && !bucket.mayHaveToken(known.stepNanos()));
  }

  /// How many runs may start under the limit of a scope now, at least.
  long left(Scope scope) {
    Bucket bucket = buckets.get(scope);
    long left = permitsLeft(scope);
    return bucket == null ? left : Math.min(left, bucket.tokens(known.stepNanos()));
  }

  /// The same, at most.
  long leftAtMost(Scope scope) {
    Bucket bucket = buckets.get(scope);
    long left = permitsLeft(scope);
    return bucket == null ? left : Math.min(left, bucket.tokensAtMost(known.stepNanos()));
  }

  private long permitsLeft(Scope scope) {
    Limit limit = known.limit(scope);
    Integer permits = limit == null || scope instanceof Scope.Key ? null : limit.permits();
    return permits == null ? Long.MAX_VALUE : permits - inUse(scope);
  }

  /// Whether tokens may be missing for a run, as far as anybody knows.
  boolean mayLackToken(RunEntry run) {
    for (Scope scope : scopesOf(run)) {
      Bucket bucket = buckets.get(scope);
      if (bucket != null && !bucket.hasToken(known.stepNanos())) {
        return true;
      }
    }
    return false;
  }

  /// The runs of a scope that are leased or execute.
  private int inUse(Scope scope) {
    Set<RunId> using = new HashSet<>();
    for (RunEntry run : known.live()) {
      boolean leased = run.state() == RunState.LEASED || run.state() == RunState.RUNNING;
      if (leased && scopesOf(run).contains(scope)) {
        using.add(run.id());
      }
    }
    for (Act act : known.executing()) {
      if (scopesOf(act.spec, act.keys.keySet()).contains(scope)) {
        using.add(act.run);
      }
    }
    return using.size();
  }
}
