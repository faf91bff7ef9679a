package io.actionqueue.server.events;

import io.actionqueue.EngineNotice;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.RunId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Tells who waits for a run that it has moved. Thread-safe; hearing an event never blocks.
///
/// The engine is heard from the first wait on.
public final class RunWatch {
  private final Consumer<Consumer<EngineNotice>> source;
  private final Map<RunId, Set<CompletableFuture<Void>>> waiting = new HashMap<>();
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

  /// Completes when the next move of a run has become durable. To be called before the run's state
  /// is read, and given back to [#forget].
  public CompletableFuture<Void> next(RunId run) {
    var moved = new CompletableFuture<Void>();
    boolean first;
    synchronized (this) {
      waiting.computeIfAbsent(run, _ -> new HashSet<>()).add(moved);
      first = !hearing;
      hearing = true;
    }
    if (first) {
      source.accept(this::hear);
    }
    return moved;
  }

  /// Ends a wait.
  public synchronized void forget(RunId run, CompletableFuture<Void> moved) {
    Set<CompletableFuture<Void>> others = waiting.get(run);
    if (others != null && others.remove(moved) && others.isEmpty()) {
      waiting.remove(run);
    }
  }

  private void hear(EngineNotice notice) {
    if (!(notice.event() instanceof RunEvent) || isIdle()) {
      return;
    }
    StreamedEvent told = EventWords.of(notice);
    if (told.runId() != null && told.to() != null) {
      take(told.runId()).forEach(moved -> moved.complete(null));
    }
  }

  private synchronized boolean isIdle() {
    return waiting.isEmpty();
  }

  private synchronized Set<CompletableFuture<Void>> take(RunId run) {
    Set<CompletableFuture<Void>> told = waiting.remove(run);
    return told == null ? Set.of() : told;
  }
}
