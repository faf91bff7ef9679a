package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whose turn it is at one thing that tenants share, such as the slots of this process or the
/// permits of an action (stride scheduling): whoever has had the least for its weight. Tasks
/// without a tenant are one more tenant, of weight 1.
///
/// Where runs wait in line, a turn is had when the first one is let go, so that the next one is
/// chosen with that in view however many go at once (as in start-time fair queueing). It is given
/// back when the run does not start. Whoever starts without having waited in line is charged then.
///
/// A tenant that had nothing to do does not save up. Cost: O(1) for each of these. Confined to the
/// engine thread.
final class Turns {
  /// Nobody takes turns: priority and order decide alone.
  static final Turns NONE = new Turns(null, Long.MAX_VALUE);

  private static final long STRIDE = 1L << 32;
  private static final long FAR = 1L << 60;
  private static final int FEW = 1024;

  private final @Nullable Extensions extensions;
  private final long far;
  private final Map<@Nullable TenantId, Long> passes = new HashMap<>();

  /// What the turns of runs cost that were let go and have not started.
  private final Map<RunEntry, Long> ahead = new HashMap<>();

  private long virtualTime;
  private int pruneAt = FEW;
  private int epoch;

  private Turns(@Nullable Extensions extensions, long far) {
    this.extensions = extensions;
    this.far = far;
  }

  /// Turns by the weights that are recorded.
  static Turns of(Extensions extensions) {
    return of(extensions, FAR);
  }

  /// The same, counted from the beginning again after a turn beyond `far`.
  static Turns of(Extensions extensions, long far) {
    return new Turns(extensions, far);
  }

  /// Turns of the same kind, at something else.
  Turns elsewhere() {
    return extensions == null ? this : new Turns(extensions, far);
  }

  /// The tenant of a run, null for none.
  static @Nullable TenantId tenant(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? null : task.spec().tenantId();
  }

  /// Smaller goes first; within an [#epoch] it only grows, where no run is let go before it starts.
  /// The same for all where nobody takes turns.
  long turn(@Nullable TenantId tenant) {
    Long pass = passes.isEmpty() ? null : passes.get(tenant);
    return pass == null ? virtualTime : Math.max(pass, virtualTime);
  }

  /// Changes when turns are counted from the beginning again: those known before mean nothing then.
  int epoch() {
    return epoch;
  }

  /// Charges a run's tenant for its turn: the run is the first one in line and is let go.
  void letGo(RunEntry run) {
    if (extensions != null && !ahead.containsKey(run)) {
      ahead.put(run, charge(run, extensions, true));
    }
  }

  /// Notes that a run starts; its tenant is charged unless it was let go for that.
  ///
  /// @param inTurn whether nobody waits who may have had to go before
  void served(RunEntry run, boolean inTurn) {
    if (extensions != null && ahead.remove(run) == null) {
      long _ = charge(run, extensions, inTurn);
    }
  }

  /// How many runs were let go that have not started: what is free is theirs. None where nobody
  /// takes turns.
  int ahead() {
    return ahead.size();
  }

  /// Gives a turn back: the run that was let go does not start. Nothing happens to others.
  void notServed(RunEntry run) {
    Long cost = ahead.isEmpty() ? null : ahead.remove(run);
    if (cost != null) {
      passes.computeIfPresent(tenant(run), (_, pass) -> pass - cost);
    }
  }

  /// Out of turn, what others are behind is not forgotten: they do not lack something to do.
  private long charge(RunEntry run, Extensions from, boolean inTurn) {
    TenantId tenant = tenant(run);
    long turn = turn(tenant);
    virtualTime = inTurn ? turn : virtualTime;
    long cost = STRIDE / (tenant == null ? 1 : from.weight(tenant));
    passes.put(tenant, turn + cost);
    if (passes.size() >= pruneAt || virtualTime > far) {
      forgetThePast();
    }
    return cost;
  }

  private void forgetThePast() {
    passes.values().removeIf(pass -> pass <= virtualTime);
    pruneAt = Math.max(FEW, 2 * passes.size());
    if (virtualTime > far) {
      long past = virtualTime;
      passes.replaceAll((_, pass) -> pass - past);
      virtualTime = 0;
      epoch++;
    }
  }
}
