package io.actionqueue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Manual mode (S-41): every call takes its step on the caller's thread and returns when it is
/// durable; nothing happens in between but inside handlers. One caller at a time.
final class ManualDriver implements Driver {
  private final Engine engine;
  private final Closing closing;
  private @Nullable CloseReport report;
  private boolean stepping;

  ManualDriver(Engine engine, Closing closing) {
    this.engine = engine;
    this.closing = closing;
  }

  @Override
  public void send(Message message) {
    if (Flight.CURRENT.isBound()) {
      engine.inbox.report(message);
      return;
    }
    synchronized (this) {
      if (stepping || report != null || engine.failure() != null) {
        engine.inbox.request(message); // a continuation asks, or the engine has ended
        return;
      }
      step(() -> {
        engine.clock.update();
        message.handle();
        engine.settle();
      });
    }
  }

  /// One step.
  synchronized TickResult tick() {
    checkUsable();
    step(() -> engine.step(Engine.Limits.NONE));
    checkUsable();
    return engine.tally.result(engine.lane.state().isPaused());
  }

  /// Steps until one did nothing and no handler executes (spec 03 §6.5).
  IdleSummary runUntilIdle() {
    long ticks = 0;
    long dispatched = 0;
    long completed = 0;
    while (true) {
      TickResult result = tick();
      ticks++;
      dispatched += result.dispatched();
      completed += result.completed();
      boolean promoted = result.promotedScheduled() + result.promotedRetryWait() > 0;
      if (!promoted && result.dispatched() == 0) {
        if (!isExecuting()) {
          return new IdleSummary(ticks, dispatched, completed);
        }
        awaitMessage(Long.MAX_VALUE);
      }
    }
  }

  @Override
  public synchronized CloseReport close(Duration drain) {
    if (report == null && engine.failure() == null) {
      end(TimeUnit.NANOSECONDS.convert(drain));
    }
    if (report == null) {
      report = closing.abandon();
    }
    return report;
  }

  private void end(long drainNanos) {
    closing.begin(0);
    step(() -> engine.step(Engine.Limits.NONE));
    long until = SystemTime.INSTANCE.monotonicNanos() + Math.min(drainNanos, Long.MAX_VALUE / 4);
    long left = drainNanos;
    while (isExecuting() && left > 0 && engine.failure() == null) {
      awaitMessage(left);
      step(() -> engine.step(Engine.Limits.NONE));
      left = until - SystemTime.INSTANCE.monotonicNanos();
    }
    step(() -> {
      while (isExecuting() && !closing.isOver()) {
        closing.advance();
        engine.step(Engine.Limits.NONE);
      }
      closing.progress();
      report = closing.finish();
    });
  }

  private boolean isExecuting() {
    return engine.dispatcher.executing() > 0;
  }

  private void awaitMessage(long nanos) {
    long until = SystemTime.INSTANCE.monotonicNanos() + Math.min(nanos, Long.MAX_VALUE / 4);
    while (engine.inbox.isEmpty() && until - SystemTime.INSTANCE.monotonicNanos() > 0) {
      engine.inbox.await(until - SystemTime.INSTANCE.monotonicNanos());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /// Does some work and makes it durable; a failure ends the engine.
  private void step(Work work) {
    stepping = true;
    try {
      work.run();
      if (report == null) {
        engine.lane.settle();
      }
    } catch (Throwable broken) {
      Throwable first = engine.failure();
      closing.fail(first == null ? broken : first);
    } finally {
      stepping = false;
    }
  }

  private void checkUsable() {
    if (report != null) {
      throw new ActionQueueException.Closed();
    }
    Throwable failure = engine.failure();
    if (failure != null) {
      throw new ActionQueueException.EngineFailed(failure);
    }
  }
}
