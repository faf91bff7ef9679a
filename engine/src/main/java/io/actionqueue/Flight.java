package io.actionqueue;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.engine.dispatch.TimerHeap;
import io.actionqueue.engine.lane.Effect;
import org.jspecify.annotations.Nullable;

/// One attempt whose handler has not returned. Executed on a thread of its own, once its start is
/// durable; everything else about it is confined to the engine thread. As a timer it stands for the
/// next thing to do about an attempt that takes too long.
final class Flight extends TimerHeap.Timer implements Runnable, Effect {
  /// The attempt that the current thread executes: what a handler asks for is known as its own.
  static final ScopedValue<Flight> CURRENT = ScopedValue.newInstance();

  /// How far the engine has gone to end the attempt.
  enum Pressure {
    NONE,
    ASKED,
    INTERRUPTED,
    ABANDONED
  }

  /// Hears of the handler's begin and end, from the handler's thread.
  interface Listener {
    /// The handler begins; only told for attempts with a time limit.
    void began(Flight flight, long monotonicNanos);

    /// The handler returned or threw. Told exactly once.
    void ended(Flight flight, Outcome outcome, long elapsedNanos);
  }

  final RunEntry entry;
  final RunContext context;
  final AttemptToken token;
  private final Handler handler;
  private final EngineConfig config;
  private final Listener listener;
  Pressure pressure = Pressure.NONE;
  long leaseExpiry;
  private volatile @Nullable Thread thread;

  /// An attempt to be started.
  ///
  /// @param entry its run
  /// @param context what the handler gets; its cancellation is an [AttemptToken]
  /// @param token that token
  /// @param work what executes it
  Flight(RunEntry entry, RunContext context, AttemptToken token, Work work) {
    this.entry = entry;
    this.context = context;
    this.token = token;
    this.handler = work.handler();
    this.config = work.config();
    this.listener = work.listener();
  }

  /// What an attempt needs beside its context.
  ///
  /// @param handler user code
  /// @param config clocks and threads
  /// @param listener hears of begin and end
  record Work(Handler handler, EngineConfig config, Listener listener) {}

  RunId runId() {
    return context.runId();
  }

  AttemptId attemptId() {
    return context.attemptId();
  }

  /// The time limit in seconds, null for none.
  @Nullable Long timeoutSecs() {
    return context.spec().constraints().timeoutSecs();
  }

  /// Interrupts the handler's thread if it runs.
  void interrupt() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  @SuppressWarnings("ThrowableNotThrown") // an executor that refuses is an outcome too
  public void durable() {
    try {
      config.threads().execute(this);
    } catch (Throwable refused) {
      listener.ended(this, Outcome.retry(describe(refused)), 0);
    }
  }

  @Override
  public void failed(long sequence, Throwable cause) {
    // The engine has failed: whether the attempt counts as started is for recovery to say.
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    long begin = config.time().monotonicNanos();
    Outcome outcome = Outcome.retry("no outcome");
    try {
      if (timeoutSecs() != null) {
        listener.began(this, begin);
      }
      outcome = answer();
    } finally {
      thread = null;
      listener.ended(this, outcome, config.time().monotonicNanos() - begin);
    }
  }

  @SuppressWarnings("ThrowableNotThrown") // a handler that throws is an outcome (S-5)
  private Outcome answer() {
    try {
      Outcome answer = ScopedValue.where(CURRENT, this).call(() -> handler.handle(context));
      return answer == null ? Outcome.retry("handler returned null") : answer;
    } catch (Throwable thrown) {
      return Outcome.retry(describe(thrown));
    }
  }

  private static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    String name = thrown.getClass().getName();
    return message == null ? name : name + ": " + message;
  }
}
