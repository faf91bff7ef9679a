package io.actionqueue.client;

import io.actionqueue.client.wire.BeatAnswer;
import io.actionqueue.client.wire.ClaimDetail;
import io.actionqueue.client.wire.ReportOrder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One claimed run from its handler to its report, with the heartbeats meanwhile. Its two threads
/// end with it.
final class Execution {
  private static final Logger LOG = System.getLogger(Worker.class.getName());

  /// Answers to a heartbeat after which the run is somebody else's.
  private static final Set<String> GONE =
      Set.of(
          "lease_lost",
          "lease_owner_mismatch",
          "attempt_not_active",
          "attempt_mismatch",
          "run_not_found",
          "unknown_run");

  private final WorkerClient client;
  private final WorkerOptions options;
  private final ClaimDetail claim;
  private final WorkerRun run;
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile @Nullable Thread handling;
  private volatile boolean abandoned;

  Execution(WorkerClient client, WorkerOptions options, ClaimDetail claim) {
    this.client = client;
    this.options = options;
    this.claim = claim;
    this.run = new WorkerRun(client, claim);
  }

  /// Executes the run and reports; returns when that is over.
  void carryOut() throws InterruptedException {
    Thread.ofVirtual().name("actionqueue-beat-" + claim.runId()).start(this::beat);
    handling = Thread.currentThread();
    try {
      ReportOrder report = handled();
      handling = null;
      var _ = Thread.interrupted(); // meant for the handler, which has returned
      if (report != null && !run.isLost() && !abandoned) {
        deliver(report);
      }
    } finally {
      handling = null;
      answered.countDown();
    }
  }

  /// What to report; null where there is nothing, or nobody who would take it.
  private @Nullable ReportOrder handled() {
    WorkerHandler handler = options.handlers.get(run.action());
    if (handler == null) {
      return run.retry("worker " + options.identity + " has no handler for " + run.action());
    }
    try {
      return handler.handle(run);
    } catch (Throwable failure) { // whatever it is, the run must not be left to its lease
      String reason = run.stopReason().orElse("");
      if (reason.equals("shutdown")) {
        release();
        return null;
      }
      return reason.equals("timeout")
          ? ReportOrder.timeout(claim.leaseToken(), "stopped at its time limit: " + failure)
          : run.retry(failure.toString());
    }
  }

  /// Sends a report until somebody has taken it or the lease must be over. An exact repeat is
  /// answered like the first one.
  private void deliver(ReportOrder report) throws InterruptedException {
    var backoff = new Backoff(options.identity);
    long patience = TimeUnit.SECONDS.toMillis(options.leaseSecs);
    while (patience > 0) {
      try {
        var _ = client.report(claim, report);
        return;
      } catch (ClientException.Refused refused) {
        if (refused.status() < 500 && refused.status() != 429) {
          LOG.log(Level.WARNING, "run {0}: report refused, {1}", claim.runId(), refused);
          return;
        }
      } catch (ClientException unreachable) {
        LOG.log(Level.DEBUG, "run {0}: report not delivered, {1}", claim.runId(), unreachable);
      }
      long millis = backoff.next();
      patience -= millis;
      var _ = answered.await(millis, TimeUnit.MILLISECONDS); // nobody counts it down: a sleep
    }
    LOG.log(Level.WARNING, "run {0}: report given up", claim.runId());
  }

  private void beat() {
    long period = Math.min(options.leaseSecs * 1000 / 3, options.heartbeatSecs * 1000);
    try {
      while (!answered.await(period, TimeUnit.MILLISECONDS)) {
        beatOnce();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it.
    }
  }

  private void beatOnce() {
    try {
      BeatAnswer answer = client.heartbeat(claim, options.leaseSecs);
      if (answer.cancelRequested()) {
        stop(answer.reason() == null ? "canceled" : answer.reason());
      }
    } catch (ClientException.Refused refused) {
      if (GONE.contains(refused.code())) {
        stop("lease_lost");
      }
    } catch (ClientException unreachable) {
      LOG.log(Level.DEBUG, "run {0}: no heartbeat, {1}", claim.runId(), unreachable);
    }
  }

  /// Asks the handler to stop, and interrupts it where its answer counts no more or it is over its
  /// limit.
  void stop(String reason) {
    Thread thread = handling;
    if ((run.stop(reason) || reason.equals("timeout")) && thread != null) {
      thread.interrupt();
    }
  }

  /// Gives the run back while its handler still executes: nobody waits for it any more.
  void abandon() {
    abandoned = true;
    Thread thread = handling;
    if (thread != null) {
      thread.interrupt();
    }
    release();
    answered.countDown();
  }

  /// Gives the run back; if that fails, its lease runs out.
  void release() {
    try {
      var _ = client.release(claim);
    } catch (ClientException lost) {
      LOG.log(Level.DEBUG, "run {0}: not released, {1}", claim.runId(), lost);
    }
  }
}
