package io.actionqueue.server.events;

import io.actionqueue.ActionQueueException;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.http.ApiResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes events as server-sent events: the id is the sequence, the type is the event's name.
///
/// A comment is sent while nothing happens, so that a client that went away is noticed. A stream
/// ends with an event of type `end` that says why; one that cannot go on where its client left off
/// begins with an event of type `gap`. Thread-safe.
public final class EventStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// Events after which a busy stream looks at its listener's rights again.
  private static final long EVENTS_PER_CHECK = 256;

  /// Tasks of which a stream remembers whether its listener sees them.
  private static final int TASKS_KNOWN = 4096;

  /// How long a drain or a cut-off may go unnoticed.
  private static final Duration TURN = Duration.ofMillis(250);

  private final EventHub hub;
  private final LongSupplier latest;
  private final Function<RunId, Optional<TaskId>> taskOf;

  private EventStream(EventHub hub, LongSupplier latest, Function<RunId, Optional<TaskId>> taskOf) {
    this.hub = hub;
    this.latest = latest;
    this.taskOf = taskOf;
  }

  /// Streams over a hub.
  ///
  /// @param latest the last durable sequence, asked of the engine
  /// @param taskOf the task of a run, asked of the engine
  public static EventStream over(
      EventHub hub, LongSupplier latest, Function<RunId, Optional<TaskId>> taskOf) {
    return new EventStream(hub, latest, taskOf);
  }

  /// A response that goes on until the client leaves, falls behind or the daemon stops.
  ///
  /// @param after the last event that the client has seen, empty if it begins now
  /// @param viewer what the client sees of the queue
  public ApiResponse response(OptionalLong after, EventFilter filter, EventViewer viewer) {
    viewer.check();
    return new ApiResponse.Streamed(
        200,
        Map.of("Content-Type", "text/event-stream"),
        out -> write(out, after, new Wanted(filter, viewer)));
  }

  private record Wanted(EventFilter filter, EventViewer viewer) {}

  private void write(OutputStream out, OptionalLong after, Wanted wanted) throws IOException {
    hub.hear();
    EventQueue queue = hub.listen(after, latest.getAsLong());
    try {
      new Writing(out, wanted).run(queue);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.forget(queue);
    }
  }

  private static <K, V> Map<K, V> recent() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > TASKS_KNOWN;
      }
    };
  }

  /// One stream. Confined to its request's thread.
  private final class Writing {
    private final OutputStream out;
    private final EventFilter filter;
    private final EventViewer viewer;
    private final Map<RunId, Optional<TaskId>> tasks = recent();
    private final Map<TaskId, Boolean> seen = recent();
    private long quietTurns;
    private long events;

    Writing(OutputStream out, Wanted wanted) {
      this.out = out;
      this.filter = wanted.filter();
      this.viewer = wanted.viewer();
    }

    void run(EventQueue queue) throws IOException, InterruptedException {
      send(": connected\n\n");
      String end;
      try {
        end = tellUntilTheEnd(queue);
      } catch (ActionQueueException.Refused refused) {
        end = refused.code(); // the listener's rights were taken back
      }
      send("event: end\ndata: " + WireJson.text(new StatusAnswer(end)) + "\n\n");
    }

    private String tellUntilTheEnd(EventQueue queue) throws IOException, InterruptedException {
      if (queue.hasGap()) {
        send("event: gap\ndata: " + WireJson.text(new StatusAnswer("events_missing")) + "\n\n");
      }
      String end = queue.ended();
      for (var missed = queue.backlog().iterator(); end == null && missed.hasNext(); ) {
        tell(missed.next());
        end = queue.ended();
      }
      while (end == null) {
        StreamedEvent event = queue.poll(TURN);
        if (event != null) {
          tell(event);
        } else {
          beQuiet();
        }
        end = queue.ended();
      }
      return end;
    }

    private void beQuiet() throws IOException {
      if (++quietTurns % HEARTBEAT.dividedBy(TURN) == 0) {
        viewer.check();
        send(": heartbeat\n\n");
      }
    }

    private void tell(StreamedEvent event) throws IOException {
      if (++events % EVENTS_PER_CHECK == 0) {
        viewer.check();
      }
      TaskId task = taskOf(event);
      if (task != null && task.equals(EventWords.born(event))) {
        seen.remove(task); // the id is given again
      }
      if (filter.wants(event, task) && isSeen(event, task)) {
        send(
            "id: "
                + Long.toUnsignedString(event.sequence())
                + "\nevent: "
                + event.type()
                + "\ndata: "
                + WireJson.text(event)
                + "\n\n");
      }
    }

    /// The task that an event is about, itself or through a run; of runs only where somebody asks,
    /// and mostly once for each.
    private @Nullable TaskId taskOf(StreamedEvent event) {
      RunId run = event.runId();
      boolean known = event.taskId() != null;
      if (run == null || (filter.task() == null && viewer.seesAll())) {
        return event.taskId();
      }
      if (known) {
        tasks.put(run, Optional.ofNullable(event.taskId()));
        return event.taskId();
      }
      return tasks.computeIfAbsent(run, taskOf).orElse(null);
    }

    /// Whoever does not see everything is told nothing of what had the id of a task before: it may
    /// have been another tenant's. The hub knows by then of the task that the viewer was asked for.
    private boolean isSeen(StreamedEvent event, @Nullable TaskId task) {
      if (viewer.seesAll()) {
        return true;
      }
      if (task == null) {
        return false;
      }
      return seen.computeIfAbsent(task, viewer::sees) && !hub.isOfEarlierLife(event, task);
    }

    private void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
