package io.actionqueue.server.api;

import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.function.Supplier;

/// Liveness and readiness (spec 04 §5.1, §5.2), for anybody.
final class HealthRoutes {
  private HealthRoutes() {}

  static List<Route> of(Supplier<String> readiness) {
    return List.of(
        Route.open("/healthz", (_, _) -> ApiResponse.json(200, new StatusAnswer("ok"))),
        Route.open("/ready", (_, _) -> ready(readiness.get())));
  }

  private static ApiResponse ready(String reason) {
    return ApiResponse.json(reason.equals("ready") ? 200 : 503, new StatusAnswer(reason));
  }
}
