package io.actionqueue.server.events;

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
import java.util.HashMap;
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
  public ApiResponse response(OptionalLong after, EventFilter filter) {
    return new ApiResponse.Streamed(
        200, Map.of("Content-Type", "text/event-stream"), out -> write(out, after, filter));
  }

  private void write(OutputStream out, OptionalLong after, EventFilter filter) throws IOException {
    hub.hear();
    EventQueue queue = hub.listen(after, latest.getAsLong());
    try {
      new Writing(out, filter).run(queue);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.forget(queue);
    }
  }

  /// One stream. Confined to its request's thread.
  private final class Writing {
    private final OutputStream out;
    private final EventFilter filter;
    private final Map<RunId, TaskId> tasks = new HashMap<>();
    private long quietTurns;

    Writing(OutputStream out, EventFilter filter) {
      this.out = out;
      this.filter = filter;
    }

    void run(EventQueue queue) throws IOException, InterruptedException {
      send(": connected\n\n");
      if (queue.hasGap()) {
        send("event: gap\ndata: " + WireJson.text(new StatusAnswer("events_missing")) + "\n\n");
      }
      for (StreamedEvent event : queue.backlog()) {
        tell(event);
      }
      String end = queue.ended();
      while (end == null) {
        StreamedEvent event = queue.poll(TURN);
        if (event != null) {
          tell(event);
        } else {
          beQuiet();
        }
        end = queue.ended();
      }
      send("event: end\ndata: " + WireJson.text(new StatusAnswer(end)) + "\n\n");
    }

    private void beQuiet() throws IOException {
      if (++quietTurns % HEARTBEAT.dividedBy(TURN) == 0) {
        send(": heartbeat\n\n");
      }
    }

    private void tell(StreamedEvent event) throws IOException {
      if (filter.wants(event, taskOfRun(event))) {
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

    /// Asked only where a filter needs it, and once for each run.
    private @Nullable TaskId taskOfRun(StreamedEvent event) {
      RunId run = event.runId();
      if (filter.task() == null || run == null) {
        return null;
      }
      if (event.taskId() != null) {
        tasks.put(run, event.taskId());
      }
      return tasks.computeIfAbsent(run, id -> taskOf.apply(id).orElse(null));
    }

    private void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
