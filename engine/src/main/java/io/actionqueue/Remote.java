package io.actionqueue;

import io.actionqueue.core.state.RunEntry;

/// Everything about workers in other processes: who is there, what they hold, who waits for work.
/// Confined to the engine thread.
final class Remote {
  final RemoteLeases leases;
  final Workforce workforce;
  final RemoteWork work;
  final ClaimWaits waits;

  Remote(Engine engine) {
    this.leases = new RemoteLeases(engine);
    this.workforce = new Workforce(engine, leases);
    this.waits = new ClaimWaits(engine);
    this.work = new RemoteWork(engine);
  }

  /// Takes back what workers hold of whom the log says that they are gone: the process before this
  /// one may have ended between the two.
  void recover() {
    workforce.recover();
  }

  /// Does what is due by time: workers die, leases and attempts run out.
  void expire() {
    workforce.expire();
    leases.expire();
    waits.expire();
  }

  /// Hands what may start to workers that wait for it.
  ///
  /// @return whether there was anything for one of them, so that others may have been let go
  boolean serve() {
    return waits.serve();
  }

  /// Asks whoever executes a run elsewhere to stop; it is told at its next heartbeat.
  ///
  /// @return whether a registered worker holds the run
  boolean ask(RunEntry run, CancelReason reason) {
    var lease = run.lease();
    return lease != null && workforce.isActive(lease.owner()) && leases.ask(run, reason);
  }

  /// Nanoseconds until something is due; the largest number if nothing is.
  long nanosUntilNext() {
    long next = Math.min(leases.nanosUntilNext(), workforce.nanosUntilNext());
    return Math.min(next, waits.nanosUntilNext());
  }

  /// Fails whoever waits: the engine ends.
  void fail(ActionQueueException cause) {
    waits.fail(cause);
  }
}
