package io.actionqueue;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.engine.dispatch.TimerHeap;
import io.actionqueue.engine.lane.Effect;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One attempt whose handler has not returned. Executed on a thread of its own, once its start is
/// durable; everything else about it is confined to the engine thread. As a timer it stands for the
/// next thing to do about an attempt that takes too long.
final class Flight extends TimerHeap.Timer implements Runnable, Effect {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long MOST_MILLIS = Long.MAX_VALUE / 4 / NANOS_PER_MILLI;

  /// The attempt that the current thread executes: what a handler asks for is known as its own.
  static final ScopedValue<Flight> CURRENT = ScopedValue.newInstance();

  /// How far the engine has gone to end the attempt.
  enum Pressure {
    NONE,
    ASKED,
    INTERRUPTED,
    ABANDONED
  }

  /// The timer of an attempt that must tell something from time to time.
  static final class Silence extends TimerHeap.Timer {
    final Flight flight;
    boolean tooLong;

    Silence(Flight flight) {
      this.flight = flight;
    }
  }

  /// Hears of the handler's begin and end, from the handler's thread.
  interface Listener {
    /// The handler begins; only told for attempts with a time limit, of whichever kind.
    void began(Flight flight, long monotonicNanos);

    /// The handler returned or threw. Told exactly once.
    void ended(Flight flight, TimedOutcome answer);
  }

  final RunEntry entry;
  final RunContext context;
  final AttemptToken token;
  final AttemptReports reports;
  private final Handler handler;
  private final EngineConfig config;
  private final Listener listener;
  private final @Nullable Long silenceNanos;

  /// Only of an attempt that must tell something.
  final @Nullable Silence silence;

  Pressure pressure = Pressure.NONE;
  long leaseExpiry;
  private volatile @Nullable Thread thread;

  /// What ties an attempt to its handler.
  ///
  /// @param context what the handler gets
  /// @param token its cancellation
  /// @param reports its port
  record Ports(RunContext context, AttemptToken token, AttemptReports reports) {}

  /// An attempt to be started.
  ///
  /// @param entry its run
  /// @param ports what the handler gets and tells
  /// @param work what executes it
  Flight(RunEntry entry, Ports ports, Work work) {
    this.entry = entry;
    this.context = ports.context();
    this.token = ports.token();
    this.reports = ports.reports();
    this.handler = work.handler();
    this.config = work.config();
    this.listener = work.listener();
    this.silenceNanos = nanos(entry.policy().progressWithinMillis());
    this.silence = silenceNanos == null ? null : new Silence(this);
  }

  private static @Nullable Long nanos(@Nullable Long millis) {
    return millis == null ? null : (Long) (Math.min(millis, MOST_MILLIS) * NANOS_PER_MILLI);
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

  /// Who submits what its handler submits.
  Submissions.Origin origin() {
    return new Submissions.Origin.Attempt(runId(), attemptId());
  }

  /// Whether it was asked to stop because it had told nothing for too long.
  boolean wasSilent() {
    return silence != null && silence.tooLong;
  }

  /// How long it may tell nothing, nanoseconds; null for as long as it likes.
  @Nullable Long silenceNanos() {
    return silenceNanos;
  }

  /// The time limit in seconds, null for none.
  @Nullable Long timeoutSecs() {
    return context.spec().constraints().timeoutSecs();
  }

  /// The time limit in nanoseconds, practically endless where there is none.
  long limitNanos() {
    return TimedOutcome.limitNanos(timeoutSecs());
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
      listener.ended(this, timed(Outcome.retry(describe(refused)), 0));
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
        noteDeadline();
      }
      if (timeoutSecs() != null || silenceNanos != null) {
        reports.sign();
        listener.began(this, begin);
      }
      outcome = answer();
    } finally {
      thread = null;
      listener.ended(this, timed(outcome, config.time().monotonicNanos() - begin));
    }
  }

  private TimedOutcome timed(Outcome outcome, long elapsedNanos) {
    return TimedOutcome.of(outcome, elapsedNanos, timeoutSecs());
  }

  private void noteDeadline() {
    long nanos = limitNanos();
    reports.endsAt(Instant.ofEpochMilli(config.time().epochMillis()).plusNanos(nanos));
  }

  @SuppressWarnings("ThrowableNotThrown") // a handler that throws is an outcome (S-5)
  private Outcome answer() {
    try {
      Outcome answer = HandlerScope.call(this, handler);
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
