package io.actionqueue.server.events;

import io.actionqueue.EngineNotice;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.core.id.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands every durable event to who listens. Thread-safe; hearing an event never blocks.
///
/// Nothing is heard or kept before the first listener comes: an engine that nobody watches pays
/// nothing.
public final class EventHub implements AutoCloseable {
  /// How many events are kept for listeners that come back.
  static final int KEPT = 16_384;

  private final Consumer<Consumer<EngineNotice>> source;
  private final Set<EventQueue> listeners = new LinkedHashSet<>();
  private final ArrayDeque<StreamedEvent> kept = new ArrayDeque<>();

  /// When tasks and runs of which events may still be told were created: sequences by id, in order.
  private final LinkedHashMap<Object, Long> births = new LinkedHashMap<>();

  private boolean hearing;
  private boolean closed;

  private EventHub(Consumer<Consumer<EngineNotice>> source) {
    this.source = source;
  }

  /// A hub.
  ///
  /// @param source registers a listener with the engine
  public static EventHub over(Consumer<Consumer<EngineNotice>> source) {
    return new EventHub(source);
  }

  /// Makes sure that the engine is heard. Events from before it is are not known here.
  void hear() {
    synchronized (this) {
      if (hearing) {
        return;
      }
      hearing = true;
    }
    source.accept(this::publish);
  }

  /// Adds a listener.
  ///
  /// @param after the last event that it has seen, empty if it begins now
  /// @param latest the last durable event, asked after [#hear()]
  synchronized EventQueue listen(OptionalLong after, long latest) {
    List<StreamedEvent> backlog = new ArrayList<>();
    boolean gap = false;
    if (after.isPresent()) {
      long last = after.getAsLong();
      kept.stream().filter(event -> event.sequence() > last).forEach(backlog::add);
      gap = last < (backlog.isEmpty() ? latest : backlog.getFirst().sequence() - 1);
    }
    var queue = new EventQueue(backlog, gap);
    if (closed) {
      queue.end("draining");
    } else {
      listeners.add(queue);
    }
    return queue;
  }

  /// Removes a listener.
  synchronized void forget(EventQueue queue) {
    listeners.remove(queue);
  }

  /// Whether an event is about a task or run that was there before, and was dropped, and whose id
  /// has been given again since. Nobody can tell any more whose that was.
  ///
  /// @param task the task that has the id now
  synchronized boolean isOfEarlierLife(StreamedEvent event, TaskId task) {
    return isBefore(event, births.get(task))
        || (event.runId() != null && isBefore(event, births.get(event.runId())));
  }

  private static boolean isBefore(StreamedEvent event, @Nullable Long birth) {
    return birth != null && event.sequence() < birth;
  }

  /// Births are known for as long as an event from before one may wait to be told.
  private void noteBirth(StreamedEvent event) {
    Object born = EventWords.born(event);
    if (born != null) {
      births.remove(born); // an id that is given again goes to the end
      births.put(born, event.sequence());
    }
    long oldest = event.sequence() - KEPT - EventQueue.CAPACITY;
    for (var all = births.values().iterator(); all.hasNext() && all.next() < oldest; ) {
      all.remove();
    }
  }

  private synchronized void publish(EngineNotice notice) {
    StreamedEvent event = EventWords.of(notice);
    noteBirth(event);
    if (kept.size() == KEPT) {
      kept.removeFirst();
    }
    kept.addLast(event);
    listeners.removeIf(listener -> !listener.offer(event));
  }

  /// Ends all streams, also those that begin later.
  @Override
  public synchronized void close() {
    closed = true;
    listeners.forEach(listener -> listener.end("draining"));
    listeners.clear();
  }
}
