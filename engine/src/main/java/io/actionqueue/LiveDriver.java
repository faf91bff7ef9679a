package io.actionqueue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The engine thread: takes a step whenever there is something to do, sleeps until there is.
final class LiveDriver implements Driver, Runnable {
  /// Enough requests to share a write, few enough to keep slots turning over; copies that take some
  /// tenths of a millisecond, and never much more than one.
  private static final Engine.Limits LIMITS = new Engine.Limits(128, 1000, 1_000_000);

  /// While something is due by the wall clock, it is looked at this often, since it may be set.
  private static final long CLOCK_CHECK_NANOS = 60_000_000_000L;

  private final Engine engine;
  private final Closing closing;
  private final Thread thread;
  private final CompletableFuture<CloseReport> end = new CompletableFuture<>();

  private LiveDriver(Engine engine, Closing closing) {
    this.engine = engine;
    this.closing = closing;
    this.thread = Thread.ofPlatform().name("actionqueue-engine").unstarted(this);
  }

  /// Starts the thread of an engine that has recovered.
  static LiveDriver start(Engine engine, Closing closing) {
    var driver = new LiveDriver(engine, closing);
    driver.thread.start();
    return driver;
  }

  @Override
  public void send(Message message) {
    if (Flight.CURRENT.isBound()) {
      engine.inbox.report(message); // what a handler asks for goes before what it answers
    } else {
      engine.inbox.request(message);
    }
  }

  @Override
  public void run() {
    try {
      loop();
      end.complete(closing.finish());
    } catch (Throwable broken) {
      Throwable first = engine.failure();
      closing.fail(first == null ? broken : first);
      end.completeExceptionally(broken);
    }
  }

  private void loop() throws IOException {
    while (!closing.isOver()) {
      Throwable failure = engine.failure();
      if (failure != null) {
        throw new IOException("the log has failed", failure);
      }
      boolean busy = engine.step(LIMITS);
      closing.progress();
      if (!busy && !closing.isOver()) {
        engine.inbox.await(nanosToSleep());
      }
    }
  }

  private long nanosToSleep() {
    long next = Math.min(engine.nanosUntilNext(), closing.nanosUntilNext());
    return next == Long.MAX_VALUE ? next : Math.min(next, CLOCK_CHECK_NANOS);
  }

  @Override
  public CloseReport close(Duration drain) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("the engine cannot be closed from its own thread");
    }
    engine.inbox.request(new Close(closing, TimeUnit.NANOSECONDS.convert(drain)));
    return end.exceptionally(_ -> closing.abandon()).join();
  }

  /// The order to end.
  private static final class Close extends Message {
    private final Closing closing;
    private final long drainNanos;

    Close(Closing closing, long drainNanos) {
      this.closing = closing;
      this.drainNanos = drainNanos;
    }

    @Override
    void handle() {
      closing.begin(drainNanos);
    }

    @Override
    void refuse(ActionQueueException cause) {}
  }
}
