package io.actionqueue.server;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Exchange;

/// What a socket answers: health from the first moment on, everything else once there is something
/// behind it. Thread-safe.
final class Gateway implements Exchange {
  private volatile Exchange behind = Gateway::unavailable;

  /// Puts the routes in.
  void open(Exchange exchange) {
    behind = exchange;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    return behind.handle(request);
  }

  /// While the log is replayed.
  private static ApiResponse unavailable(ApiRequest request) {
    return switch (request.rawPath()) {
      case "/healthz" -> ApiResponse.json(200, new StatusAnswer("ok"));
      case "/ready" -> ApiResponse.json(503, new StatusAnswer(Readiness.RECOVERING.word()));
      default ->
          ApiResponse.error(ErrorBody.of(ErrorCode.UNAVAILABLE, "the daemon replays its log"))
              .with("Retry-After", "1");
    };
  }
}
