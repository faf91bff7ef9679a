package io.actionqueue;

import io.actionqueue.core.command.RecoverRun;
import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.engine.dispatch.TimerHeap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Leases that somebody else holds: when one runs out, its run is recovered (spec 03 §4.3).
/// Confined to the engine thread.
final class RemoteLeases implements StateObserver {
  private static final class Expiry extends TimerHeap.Timer {
    final RunEntry run;

    Expiry(RunEntry run) {
      this.run = run;
    }
  }

  private final Engine engine;
  private final TimerHeap<Expiry> expiries = TimerHeap.ordered((a, b) -> a.run.compareId(b.run));
  private final Map<RunId, Expiry> byRun = new HashMap<>();

  RemoteLeases(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void leaseChanged(RunEntry run) {
    StateImage.Lease lease = run.lease();
    boolean remote = lease != null && !lease.owner().equals(RecoveryPolicy.LOCAL_OWNER);
    if (!remote && byRun.isEmpty()) {
      return;
    }
    Expiry known = byRun.remove(run.id());
    if (known != null) {
      expiries.cancel(known);
    }
    if (lease != null && remote) {
      var expiry = new Expiry(run);
      byRun.put(run.id(), expiry);
      expiries.set(expiry, lease.expiry());
    }
  }

  /// Recovers the runs whose lease has run out.
  void expire() {
    Expiry due = expiries.pollDue(engine.clock.second());
    while (due != null) {
      byRun.remove(due.run.id());
      engine.own.execute(
          new RecoverRun(due.run.id(), engine.config.recovery(), engine.clock.second()));
      due = expiries.pollDue(engine.clock.second());
    }
  }

  /// Nanoseconds until the next lease runs out, the largest number if there is none.
  long nanosUntilNext() {
    @Nullable Expiry first = expiries.peek();
    return first == null ? Long.MAX_VALUE : engine.clock.nanosUntilSecond(first.at());
  }
}
