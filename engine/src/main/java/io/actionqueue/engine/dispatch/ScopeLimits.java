package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskConstraints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How many runs of an action or tenant execute at once, and how fast runs of an action, key or
/// tenant start. (How many runs hold a key at once is the business of [KeyLocks].)
///
/// A run counts while it is Leased or Running, and until a handler of it in this process has
/// returned. A run that is refused waits at one limit: it comes back when a permit is given back,
/// or when a timer says that the next token is there; nothing is polled. Nor does a run go before
/// one that needs the same, goes before it and waits: what is free is for that one, or kept for
/// somebody whom the limit has let go. A new limit counts what executes, not history. Its bucket is
/// as full as the recorded starts leave it. Where tenants take turns, they do at each limit.
/// Confined to the engine thread.
final class ScopeLimits implements Check {
  private static final class Meter extends TimerHeap.Timer {
    final Scope scope;
    final Turns turns;
    final Waiters waiters;
    @Nullable Integer permits;
    @Nullable TokenBucket bucket;
    int inUse;

    Meter(Scope scope, Turns turns) {
      this.scope = scope;
      this.turns = turns;
      this.waiters = new Waiters(turns);
    }

    boolean lacksPermit() {
      return permits != null && inUse >= permits;
    }

    boolean lacksToken(long now) {
      return bucket != null && !bucket.hasToken(now);
    }

    /// How many runs may start.
    int left(long now) {
      int left = permits == null ? Integer.MAX_VALUE : Math.max(0, permits - inUse);
      return bucket == null ? left : Math.min(left, bucket.tokens(now));
    }
  }

  private final QueueState state;
  private final StepTime time;
  private final Offers again;
  private final Map<Scope, Meter> meters = new HashMap<>();
  private final TimerHeap<Meter> wakeUps =
      TimerHeap.ordered((a, b) -> a.scope.label().compareTo(b.scope.label()));

  /// Leased and Running runs, whether a limit is set or not: one that is set later counts them.
  private final RunSet occupying = new RunSet();

  /// Runs whose handlers here have not returned, likewise: the records may have moved on.
  private final RunSet executing = new RunSet();

  private Turns turns = Turns.NONE;
  private boolean uncounted;

  /// What [#metersOf(RunEntry)] found last, for runs with these constraints, keys and tenant.
  private @Nullable List<Meter> known;

  private List<String> knownKeys = List.of();
  private @Nullable TaskConstraints knownConstraints;
  private @Nullable TenantId knownTenant;

  /// Limits as the state has them.
  ///
  /// @param again takes candidates that may try again
  ScopeLimits(QueueState state, StepTime time, Offers again) {
    this.state = state;
    this.time = time;
    this.again = again;
  }

  /// Lets tenants take turns at the limits that are set from now on.
  void takeTurns(Turns like) {
    turns = like;
  }

  /// Follows a limit that was set or cleared: as many as it allows go, by turns; all if there is
  /// none any more.
  void changed(Scope scope) {
    known = null;
    Limit limit = state.extensions().limit(scope);
    Meter meter = meters.get(scope);
    if (limit == null) {
      if (meter != null) {
        meters.remove(scope);
        wakeUps.cancel(meter);
        meter.waiters.drain(again.unasked());
      }
      return;
    }
    if (meter == null) {
      meter = new Meter(scope, turns.elsewhere());
      meters.put(scope, meter);
    }
    meter.permits = scope instanceof Scope.Key ? null : limit.permits();
    meter.bucket = limit.rate() == null ? null : bucket(meter, limit.rate());
    uncounted = true;
    wakeUps.cancel(meter);
    letGo(meter, Integer.MAX_VALUE);
  }

  /// A bucket as full as the one before it, or as recorded starts say.
  private TokenBucket bucket(Meter meter, Limit.Rate rate) {
    TokenBucket before = meter.bucket;
    if (before != null) {
      return new TokenBucket(rate, time.nanos(), before.fullAt());
    }
    Long fullAt = state.extensions().bucketFullAtNanos(meter.scope);
    return fullAt == null
        ? new TokenBucket(rate, time.nanos())
        : TokenBucket.recorded(rate, time, fullAt);
  }

  /// Follows a move.
  void runMoved(RunEntry run, @Nullable RunState from) {
    boolean counts = occupies(run.state());
    boolean changed = counts ? occupying.add(run) : occupying.remove(run);
    if (!changed || meters.isEmpty() || from == null) {
      return;
    }
    if (counts) {
      enter(run);
    } else {
      leave(run);
    }
  }

  /// Notes that a handler of the run begins to execute here.
  void beginExecution(RunEntry run) {
    executing.add(run);
  }

  /// Notes that the handler has returned.
  void endExecution(RunEntry run) {
    if (executing.remove(run) && !meters.isEmpty() && !occupying.contains(run)) {
      giveBack(run);
    }
  }

  private void enter(RunEntry run) {
    boolean counting = !uncounted;
    for (Meter meter : metersOf(run)) {
      if (counting) {
        meter.inUse++;
      }
      meter.turns.served(run, meter.waiters.isEmpty());
      if (meter.bucket != null) {
        meter.bucket.take(time.nanos());
        arm(meter);
      }
    }
  }

  private void leave(RunEntry run) {
    if (!executing.contains(run)) {
      giveBack(run);
    }
  }

  /// Others are let go meter by meter, and that may count what executes, without this run: it does
  /// not count at the meters behind then.
  private void giveBack(RunEntry run) {
    boolean counts = !uncounted;
    for (Meter meter : metersOf(run)) {
      meter.inUse -= counts ? 1 : 0;
      letGo(meter, 1);
    }
  }

  /// Notes that a run which may have been let go does not start now.
  void notStarting(RunEntry run) {
    if (!meters.isEmpty() && turns != Turns.NONE) {
      metersOf(run).forEach(meter -> meter.turns.notServed(run));
    }
  }

  /// A candidate that may have been let go does not start: whoever waits for the same goes next.
  void letOthersGo(RunEntry run) {
    if (meters.isEmpty()) {
      return;
    }
    for (Meter meter : metersOf(run)) {
      letGo(meter, 1);
    }
  }

  /// Lets go who waits for tokens that are there now.
  void wake() {
    if (wakeUps.size() == 0) {
      return;
    }
    long now = time.nanos();
    for (Meter meter = wakeUps.pollDue(now); meter != null; meter = wakeUps.pollDue(now)) {
      letGo(meter, Integer.MAX_VALUE);
    }
  }

  /// Lets go as many as there are permits and tokens, but for those that are kept for whoever was
  /// let go before. Who waits for a permit comes when one is given back, who waits for a token is
  /// woken.
  private void letGo(Meter meter, int most) {
    if (meter.waiters.isEmpty()) {
      return;
    }
    count();
    long now = time.nanos();
    int left = meter.left(now);
    int free = Math.min(most, left - meter.turns.ahead());
    for (int i = 0; i < free && !meter.waiters.isEmpty(); i++) {
      meter.waiters.letGo(again);
    }
    arm(meter);
  }

  /// When the next token comes that somebody waits for, monotonic nanoseconds; null if there is
  /// none.
  @Nullable Long nextWakeUp() {
    Meter first = wakeUps.peek();
    return first == null ? null : (Long) first.at();
  }

  @Override
  public boolean refuses(RunEntry run) {
    return !meters.isEmpty() && refusing(run) != null;
  }

  @Override
  public Block describe(RunEntry run) {
    Meter meter = refusing(run);
    if (meter == null) {
      return new Block("limit", "a limit is reached", null);
    }
    String label = meter.scope.label();
    TokenBucket bucket = meter.bucket;
    if (meter.lacksPermit()) {
      return new Block(
          "limit", "all " + meter.permits + " permits of " + label + " are taken", null);
    }
    if (bucket == null || !meter.lacksToken(time.nanos())) {
      return new Block("limit", "runs that go before it wait for " + label, null);
    }
    long wait = Math.max(0, bucket.nextTokenAt() - time.nanos());
    long until = time.second() + Math.ceilDiv(wait, 1_000_000_000L);
    return new Block("rate_limit", "no token of " + label + " is there", until);
  }

  @Override
  public void park(Candidate candidate) {
    Meter meter = refusing(candidate.run());
    if (meter != null) {
      meter.waiters.add(candidate);
      arm(meter);
    }
  }

  /// Wakes those that wait for a token when there is one beside those that are there now. A full
  /// bucket gets none before somebody takes one.
  private void arm(Meter meter) {
    TokenBucket bucket = meter.bucket;
    if (bucket == null || meter.isSet() || meter.waiters.isEmpty() || meter.lacksPermit()) {
      return;
    }
    long now = time.nanos();
    if (bucket.fullAt() - now > 0) {
      wakeUps.set(meter, bucket.tokenAfter(bucket.tokens(now)));
    }
  }

  /// The first limit that stands in the run's way, null if none does.
  private @Nullable Meter refusing(RunEntry run) {
    count();
    long now = time.nanos();
    for (Meter meter : metersOf(run)) {
      if (meter.lacksPermit() || meter.lacksToken(now) || meter.waiters.holdsUp(run)) {
        return meter;
      }
    }
    return null;
  }

  /// Counts what executes, once after limits have changed.
  private void count() {
    if (!uncounted) {
      return;
    }
    uncounted = false;
    meters.values().forEach(meter -> meter.inUse = 0);
    occupying.forEach(this::add);
    executing.forEach(run -> {
      if (!occupying.contains(run)) {
        add(run); // its handler lingers
      }
    });
  }

  private void add(RunEntry run) {
    for (Meter meter : metersOf(run)) {
      meter.inUse++;
    }
  }

  /// The limits that a run is under. Tasks alike share their constraints and options, and most runs
  /// come in series: the last answer is remembered.
  @SuppressWarnings("ReferenceEquality") // equal values that are two objects are looked up
  private List<Meter> metersOf(RunEntry run) {
    TaskEntry task = run.task();
    TaskConstraints constraints = task == null ? null : task.spec().constraints();
    TenantId tenant = task == null ? null : task.spec().tenantId();
    List<String> further = task == null ? List.of() : task.policy().furtherKeys();
    if (known == null
        || constraints != knownConstraints
        || further != knownKeys
        || !Objects.equals(tenant, knownTenant)) {
      var found = new ArrayList<Meter>(3);
      for (Scope scope : RunScopes.of(run)) {
        Meter meter = meters.get(scope);
        if (meter != null) {
          found.add(meter);
        }
      }
      known = found;
      knownConstraints = constraints;
      knownKeys = further;
      knownTenant = tenant;
    }
    return known;
  }

  private static boolean occupies(RunState state) {
    return state == RunState.LEASED || state == RunState.RUNNING;
  }
}
