package io.actionqueue.server.events;

import io.actionqueue.EngineNotice;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.RunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells who waits for a run that it has moved. Thread-safe; hearing an event never blocks.
///
/// The engine is heard from the first wait on.
public final class RunWatch {
  private final Consumer<Consumer<EngineNotice>> source;
  private final Map<RunId, Set<Wait>> waiting = new HashMap<>();
  private boolean hearing;

  private RunWatch(Consumer<Consumer<EngineNotice>> source) {
    this.source = source;
  }

  /// A watch.
  ///
  /// @param source registers a listener with the engine
  public static RunWatch over(Consumer<Consumer<EngineNotice>> source) {
    return new RunWatch(source);
  }

  /// A wait for the next move of a run, begun before the run's state is read and given back to
  /// [#forget].
  public static final class Wait {
    private final RunId run;
    private final CountDownLatch moved = new CountDownLatch(1);

    private Wait(RunId run) {
      this.run = run;
    }

    /// Returns when the move has become durable or the time is over.
    public void await(Duration time) throws InterruptedException {
      var _ = moved.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Begins a wait.
  public Wait begin(RunId run) {
    var wait = new Wait(run);
    boolean first;
    synchronized (this) {
      waiting.computeIfAbsent(run, _ -> new HashSet<>()).add(wait);
      first = !hearing;
      hearing = true;
    }
    if (first) {
      source.accept(this::hear);
    }
    return wait;
  }

  /// Ends a wait.
  public synchronized void forget(Wait wait) {
    Set<Wait> others = waiting.get(wait.run);
    if (others != null && others.remove(wait) && others.isEmpty()) {
      waiting.remove(wait.run);
    }
  }

  private void hear(EngineNotice notice) {
    if (!(notice.event() instanceof RunEvent) || isIdle()) {
      return;
    }
    StreamedEvent told = EventWords.of(notice);
    if (told.runId() != null && told.to() != null) {
      take(told.runId()).forEach(wait -> wait.moved.countDown());
    }
  }

  private synchronized boolean isIdle() {
    return waiting.isEmpty();
  }

  private synchronized Set<Wait> take(RunId run) {
    Set<Wait> told = waiting.remove(run);
    return told == null ? Set.of() : told;
  }
}
