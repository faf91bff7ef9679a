package io.actionqueue.engine.dispatch;

import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How many runs of an action or tenant execute at once, and how fast runs of an action, key or
/// tenant start. (How many runs hold a key at once is the business of [KeyLocks].)
///
/// A run counts while it is Leased or Running, and until a handler of it in this process has
/// returned. A run that is refused waits at one limit: it comes back when a permit is given back,
/// or when a timer says that the next token is there; nothing is polled. Without limits nothing is
/// counted, and a new limit counts what executes, not history. Confined to the engine thread.
final class ScopeLimits implements Check {
  private static final class Meter extends TimerHeap.Timer {
    final Scope scope;
    final Waiters waiters = new Waiters();
    @Nullable Integer permits;
    @Nullable TokenBucket bucket;
    int inUse;

    Meter(Scope scope) {
      this.scope = scope;
    }

    boolean lacksPermit() {
      return permits != null && inUse >= permits;
    }

    boolean lacksToken(long now) {
      return bucket != null && !bucket.hasToken(now);
    }
  }

  private final QueueState state;
  private final StepTime time;
  private final Consumer<Candidate> again;
  private final Map<Scope, Meter> meters = new HashMap<>();
  private final TimerHeap<Meter> wakeUps =
      TimerHeap.ordered((a, b) -> a.scope.label().compareTo(b.scope.label()));

  /// Leased and Running runs, whether a limit is set or not: one that is set later counts them.
  private final Set<RunEntry> occupying = identities();

  private final Set<RunEntry> executing = identities();
  private final Set<RunEntry> lingering = identities();
  private boolean uncounted;

  /// Limits as the state has them.
  ///
  /// @param again takes candidates that may try again
  ScopeLimits(QueueState state, StepTime time, Consumer<Candidate> again) {
    this.state = state;
    this.time = time;
    this.again = again;
  }

  private static Set<RunEntry> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /// Follows a limit that was set or cleared; who waits for it tries again.
  void changed(Scope scope) {
    Limit limit = state.extensions().limit(scope);
    Meter meter = meters.get(scope);
    if (limit == null) {
      if (meter != null) {
        meters.remove(scope);
        wakeUps.cancel(meter);
        meter.waiters.drain(again);
      }
      return;
    }
    if (meter == null) {
      meter = new Meter(scope);
      meters.put(scope, meter);
    }
    meter.permits = scope instanceof Scope.Key ? null : limit.permits();
    meter.bucket = limit.rate() == null ? null : new TokenBucket(limit.rate(), time.nanos());
    uncounted = true;
    wakeUps.cancel(meter);
    meter.waiters.drain(again);
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
    if (!meters.isEmpty()) {
      executing.add(run);
    }
  }

  /// Notes that the handler has returned.
  void endExecution(RunEntry run) {
    boolean known = !executing.isEmpty() && executing.remove(run);
    if (known && lingering.remove(run)) {
      giveBack(run);
    }
  }

  private void enter(RunEntry run) {
    boolean counting = !uncounted;
    for (Scope scope : RunScopes.of(run)) {
      Meter meter = meters.get(scope);
      if (meter == null) {
        continue;
      }
      if (counting) {
        meter.inUse++;
      }
      if (meter.bucket != null) {
        meter.bucket.take(time.nanos());
      }
    }
  }

  private void leave(RunEntry run) {
    if (executing.contains(run)) {
      lingering.add(run);
    } else {
      giveBack(run);
    }
  }

  private void giveBack(RunEntry run) {
    for (Scope scope : RunScopes.of(run)) {
      Meter meter = meters.get(scope);
      if (meter != null) {
        meter.inUse -= uncounted ? 0 : 1;
        letOneGo(meter);
      }
    }
  }

  /// A candidate that may have been let go does not start: whoever waits for the same goes next.
  void letOthersGo(RunEntry run) {
    if (meters.isEmpty()) {
      return;
    }
    for (Scope scope : RunScopes.of(run)) {
      Meter meter = meters.get(scope);
      if (meter != null) {
        letOneGo(meter);
      }
    }
  }

  private void letOneGo(Meter meter) {
    if (meter.waiters.isEmpty()) {
      return;
    }
    count();
    if (meter.lacksPermit()) {
      return;
    }
    if (meter.lacksToken(time.nanos())) {
      arm(meter);
      return;
    }
    Candidate next = meter.waiters.poll();
    if (next != null) {
      again.accept(next);
    }
  }

  /// Lets go who waits for tokens that are there now.
  void wake() {
    if (wakeUps.size() == 0) {
      return;
    }
    long now = time.nanos();
    for (Meter meter = wakeUps.pollDue(now); meter != null; meter = wakeUps.pollDue(now)) {
      TokenBucket bucket = meter.bucket;
      int tokens = bucket == null ? 0 : bucket.tokens(now);
      for (int i = 0; i < tokens && !meter.waiters.isEmpty(); i++) {
        Candidate next = meter.waiters.poll();
        if (next != null) {
          again.accept(next);
        }
      }
      if (bucket != null && !meter.waiters.isEmpty()) {
        wakeUps.set(meter, bucket.tokenAfter(tokens));
      }
    }
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
    if (meter.lacksPermit() || bucket == null) {
      return new Block(
          "limit", "all " + meter.permits + " permits of " + label + " are taken", null);
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
      if (!meter.lacksPermit()) {
        arm(meter);
      }
    }
  }

  private void arm(Meter meter) {
    if (meter.bucket != null && !meter.isSet()) {
      wakeUps.set(meter, meter.bucket.nextTokenAt());
    }
  }

  /// The first limit that stands in the run's way, null if none does.
  private @Nullable Meter refusing(RunEntry run) {
    count();
    long now = time.nanos();
    for (Scope scope : RunScopes.of(run)) {
      Meter meter = meters.get(scope);
      if (meter != null && (meter.lacksPermit() || meter.lacksToken(now))) {
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
    lingering.forEach(this::add);
    occupying.forEach(this::add);
  }

  private void add(RunEntry run) {
    for (Scope scope : RunScopes.of(run)) {
      Meter meter = meters.get(scope);
      if (meter != null) {
        meter.inUse++;
      }
    }
  }

  private static boolean occupies(RunState state) {
    return state == RunState.LEASED || state == RunState.RUNNING;
  }
}
