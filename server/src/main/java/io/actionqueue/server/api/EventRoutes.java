package io.actionqueue.server.api;

import io.actionqueue.TaskQuery;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.events.EventFilter;
import io.actionqueue.server.events.EventStream;
import io.actionqueue.server.events.EventViewer;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The event stream's route (spec 04 §13.2).
public final class EventRoutes {
  /// The smallest question that only those may ask who may look around.
  private static final TaskQuery ONE_TASK = new TaskQuery(1, 0, null);

  private EventRoutes() {}

  /// The route over a stream.
  ///
  /// @param queues the queue as a caller has it
  public static List<Route> of(EventStream stream, Function<Caller, ? extends QueueReads> queues) {
    return List.of(
        Route.query(
            "/api/v1/events/stream",
            (request, caller) ->
                stream.response(
                    lastSeen(request),
                    filter(request),
                    caller.isOperator()
                        ? EventViewer.OF_ALL
                        : new TenantViewer(queues.apply(caller)))));
  }

  /// Sees what its queue shows.
  private record TenantViewer(QueueReads queue) implements EventViewer {
    @Override
    public boolean seesAll() {
      return false;
    }

    @Override
    public boolean sees(TaskId task) {
      return queue.task(task).isPresent();
    }

    @Override
    public void check() {
      var _ = queue.tasks(ONE_TASK);
    }
  }

  private static OptionalLong lastSeen(ApiRequest request) {
    String text = request.header("last-event-id").orElse("");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.matches("\\d{1,18}")) {
      throw ApiException.of(
          ErrorCode.INVALID_FILTER, "Last-Event-ID must be a sequence", "field", "Last-Event-ID");
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  private static EventFilter filter(ApiRequest request) {
    List<QueryText.Piece> pieces = QueryText.pieces(request.rawQuery());
    String types = ListQuery.last(pieces, "type");
    return new EventFilter(
        id("task_id", ListQuery.last(pieces, "task_id"), TaskId::parse),
        id("run_id", ListQuery.last(pieces, "run_id"), RunId::parse),
        types == null ? Set.of() : Set.copyOf(List.of(types.split(",", -1))));
  }

  private static <T> @Nullable T id(
      String field, @Nullable String text, Function<String, T> parse) {
    try {
      return text == null ? null : parse.apply(text);
    } catch (InvalidValue _) {
      throw ApiException.of(ErrorCode.INVALID_FILTER, field + " must be a UUID", "field", field);
    }
  }
}
