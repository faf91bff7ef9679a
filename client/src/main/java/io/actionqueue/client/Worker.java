package io.actionqueue.client;

import io.actionqueue.client.wire.ClaimDetail;
import io.actionqueue.client.wire.ClaimOrder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A worker in this process for a daemon elsewhere: registers, claims runs, executes them, keeps
/// their leases, reports, and does so until it is stopped (docs/workers.md). Thread-safe.
///
/// While the daemon does not answer it tries again, at longer and longer intervals; after a restart
/// of the daemon, or when it was taken for dead, it registers again. A report is sent until it is
/// taken or the lease is over. What it has to say goes to the `System.Logger` of this class.
public final class Worker implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Worker.class.getName());

  /// How long [#close] waits for handlers.
  private static final Duration DRAIN = Duration.ofSeconds(30);

  /// How long handlers that were asked to stop may take.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// The daemon does not know the worker, or not any more.
  private static final Set<String> UNKNOWN =
      Set.of("actor_not_found", "unknown_actor", "actor_not_active");

  private final WorkerClient client;
  private final WorkerOptions options;
  private final Semaphore slots;
  private final Set<Execution> executing = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ReentrantLock ending = new ReentrantLock();
  private final Thread claiming;
  private boolean ended;

  private Worker(ActionQueueClient client, WorkerOptions options) {
    this.client = client.workers();
    this.options = options;
    this.slots = new Semaphore(options.concurrency);
    this.claiming =
        Thread.ofVirtual().name("actionqueue-worker-" + options.identity).unstarted(this::work);
  }

  /// Starts a worker. It need not find the daemon at once.
  ///
  /// @param client how to reach the daemon; stays the caller's to close, after the worker
  /// @throws IllegalArgumentException if there is no handler
  public static Worker start(ActionQueueClient client, WorkerOptions options) {
    if (options.handlers.isEmpty()) {
      throw new IllegalArgumentException("a worker needs a handler");
    }
    var worker = new Worker(client, options);
    worker.claiming.start();
    Thread.ofVirtual()
        .name("actionqueue-worker-beat-" + options.identity)
        .start(worker::giveSignsOfLife);
    return worker;
  }

  /// How many runs it executes now.
  public int executing() {
    return executing.size();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /// Registers and claims until it is to stop.
  private void work() {
    var backoff = new Backoff(options.identity);
    boolean registered = false;
    try {
      while (!isStopping()) {
        try {
          if (!registered) {
            var _ = client.register(options.registration());
            registered = true;
          }
          claimOnce();
          backoff.reset();
        } catch (ClientException trouble) {
          registered &= !isUnknown(trouble);
          LOG.log(Level.INFO, "worker {0}: {1}", options.identity, trouble.getMessage());
          var _ = stopping.await(backoff.next(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isUnknown(ClientException trouble) {
    return trouble instanceof ClientException.Refused refused && UNKNOWN.contains(refused.code());
  }

  /// Waits for a free slot and claims as many runs as there are.
  private void claimOnce() throws InterruptedException {
    if (!slots.tryAcquire(options.waitSecs + 1, TimeUnit.SECONDS)) {
      return; // all are busy; whether it is to stop is looked at now and then
    }
    int free = 1 + slots.drainPermits();
    int used = 0;
    try {
      List<ClaimDetail> claims =
          client.claim(options.actor, new ClaimOrder(free, options.leaseSecs, options.waitSecs));
      for (ClaimDetail claim : claims) {
        begin(claim);
        used++;
      }
    } finally {
      slots.release(free - used);
    }
  }

  /// Takes over one slot; what comes after the stop is given back at once.
  private void begin(ClaimDetail claim) {
    var execution = new Execution(client, options, claim);
    executing.add(execution);
    Thread.ofVirtual()
        .name("actionqueue-run-" + claim.runId())
        .start(() -> {
          try {
            if (isStopping()) {
              execution.release();
            } else {
              execution.carryOut();
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            executing.remove(execution);
            slots.release();
          }
        });
  }

  /// Claims that wait and heartbeats of runs are signs too; this one is for the time between.
  private void giveSignsOfLife() {
    try {
      while (!stopping.await(options.heartbeatSecs, TimeUnit.SECONDS)) {
        giveSignOfLife();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveSignOfLife() {
    try {
      client.heartbeat(options.actor);
    } catch (ClientException trouble) {
      LOG.log(Level.DEBUG, "worker {0}: {1}", options.identity, trouble.getMessage());
    }
  }

  /// Stops gracefully: claims nothing more, waits up to `drain` for handlers, asks the others to
  /// stop (`shutdown`), gives back what does not end within five seconds, and leaves. A second call
  /// waits for the first.
  public void stop(Duration drain) {
    ending.lock();
    try {
      if (!ended) {
        ended = true;
        end(drain);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ending.unlock();
    }
  }

  private void end(Duration drain) throws InterruptedException {
    stopping.countDown();
    claiming.join();
    try {
      if (!areAllFree(drain)) {
        executing.forEach(execution -> execution.stop("shutdown"));
        if (!areAllFree(GRACE)) {
          executing.forEach(Execution::abandon);
        }
      }
    } finally {
      leave();
    }
  }

  private boolean areAllFree(Duration wait) throws InterruptedException {
    if (!slots.tryAcquire(options.concurrency, wait.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    slots.release(options.concurrency);
    return true;
  }

  private void leave() {
    try {
      client.deregister(options.actor);
    } catch (ClientException trouble) {
      LOG.log(Level.DEBUG, "worker {0}: {1}", options.identity, trouble.getMessage());
    }
  }

  /// Stops gracefully, waiting up to half a minute for handlers.
  @Override
  public void close() {
    stop(DRAIN);
  }
}
