package io.actionqueue.server.api;

import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The table of the API's routes.
public final class ApiRoutes {
  private ApiRoutes() {}

  /// The routes over a queue.
  ///
  /// @param reads what is asked about it, as a caller has it
  /// @param control what is asked of it, as a caller may
  /// @param readiness `ready`, or why the daemon takes no work
  /// @param readOnly whether the daemon was started so
  public static List<Route> of(
      Function<Caller, ? extends QueueReads> reads,
      Function<Caller, ? extends QueueControl> control,
      Supplier<String> readiness,
      boolean readOnly) {
    return Stream.of(
            health(readiness),
            new ReadRoutes(reads, readOnly).routes(),
            new ControlRoutes(reads, control).routes(),
            new SnapshotRoutes(control).routes())
        .flatMap(List::stream)
        .toList();
  }

  /// The routes about health alone.
  ///
  /// @param readiness `ready`, or why the daemon takes no work
  public static List<Route> health(Supplier<String> readiness) {
    return HealthRoutes.of(readiness);
  }
}
