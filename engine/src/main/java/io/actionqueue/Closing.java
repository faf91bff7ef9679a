package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.Interruption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of an engine in stages: wait for handlers, ask them to stop, interrupt them, record what
/// is left as interrupted, sync, close (spec 03 §6.7). Confined to the engine thread.
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private static final long LAST_GRACE_NANOS = 1_000_000_000L;

  /// How far it has come.
  enum Stage {
    NOT_YET,
    DRAINING,
    ASKED,
    INTERRUPTED,
    OVER
  }

  private final Engine engine;
  private final AutoCloseable storage;
  private final List<RunId> interrupted = new ArrayList<>();
  private Stage stage = Stage.NOT_YET;
  private long deadlineNanos;
  private boolean drained;

  Closing(Engine engine, AutoCloseable storage) {
    this.engine = engine;
    this.storage = storage;
  }

  boolean isOver() {
    return stage == Stage.OVER;
  }

  /// Takes no more work from now on and starts nothing.
  void begin(long drainNanos) {
    if (stage == Stage.NOT_YET) {
      engine.enter(EngineStatus.Phase.DRAINING);
      engine.dispatcher.drain();
      await(Stage.DRAINING, drainNanos);
    }
  }

  /// Goes on as far as handlers and the clock allow.
  void progress() {
    if (stage == Stage.NOT_YET || stage == Stage.OVER) {
      return;
    }
    if (engine.flights.isEmpty()) {
      drained = true;
      stage = Stage.OVER;
    } else if (engine.clock.nanosUntil(deadlineNanos) == 0) {
      advance();
    }
  }

  /// Goes to the next stage without waiting for its time.
  void advance() {
    switch (stage) {
      case NOT_YET, OVER -> {}
      case DRAINING -> {
        engine.flights.askAll(CancelReason.SHUTDOWN);
        await(Stage.ASKED, engine.config.interruptGraceNanos());
      }
      case ASKED -> {
        engine.flights.interruptAll();
        await(Stage.INTERRUPTED, LAST_GRACE_NANOS);
      }
      case INTERRUPTED -> {
        for (Flight flight : engine.flights.open()) {
          engine.landing.interrupt(flight, Interruption.SHUTDOWN);
          interrupted.add(flight.runId());
        }
        stage = Stage.OVER;
      }
    }
  }

  /// Nanoseconds until the next stage; the largest number before closing.
  long nanosUntilNext() {
    return stage == Stage.NOT_YET ? Long.MAX_VALUE : engine.clock.nanosUntil(deadlineNanos);
  }

  /// Makes everything durable, releases the directory and refuses whoever still waits.
  CloseReport finish() throws IOException {
    engine.lane.sync();
    closeStorage();
    engine.enter(EngineStatus.Phase.CLOSED);
    engine.refuseAll(new ActionQueueException.Closed());
    return new CloseReport(drained, interrupted);
  }

  /// Gives up after a failure: nothing more is written, the directory stays locked until
  /// [#abandon].
  void fail(Throwable cause) {
    LOG.error("the engine has stopped; reopen the directory", cause);
    engine.noteFailure(cause);
    engine.flights.askAll(CancelReason.SHUTDOWN);
    engine.refuseAll(new ActionQueueException.EngineFailed(cause));
  }

  /// Releases the directory after a failure.
  CloseReport abandon() {
    try {
      closeStorage();
    } catch (IOException e) {
      LOG.debug("closing after a failure failed too", e);
    }
    engine.enter(EngineStatus.Phase.CLOSED);
    return new CloseReport(false, List.of());
  }

  private void await(Stage next, long nanos) {
    stage = next;
    deadlineNanos = engine.clock.nanos() + Math.min(nanos, Long.MAX_VALUE / 4);
  }

  private void closeStorage() throws IOException {
    try {
      storage.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot close the data directory", e);
    }
  }
}
