package io.actionqueue.server.testing;

import io.actionqueue.Histogram;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.server.api.ApiRoutes;
import io.actionqueue.server.api.QueueControl;
import io.actionqueue.server.api.QueueReads;
import io.actionqueue.server.auth.HostPolicy;
import io.actionqueue.server.auth.TokenGuard;
import io.actionqueue.server.auth.Tokens;
import io.actionqueue.server.http.Access;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import io.actionqueue.server.http.Router;
import io.actionqueue.server.metrics.Exposition;
import io.actionqueue.server.metrics.ProcessMetrics;
import io.actionqueue.server.metrics.QueueSample;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// The catalogue's ROUTER: routes over a recorded state, control off, metrics on, the caller
/// authenticated.
public final class RecordedRouter {
  private final Router router;

  public RecordedRouter(QueueState state) {
    this(state, true);
  }

  public RecordedRouter(QueueState state, boolean metrics) {
    var queue = new RecordedQueue(state);
    List<Route> routes =
        new ArrayList<>(ApiRoutes.of(_ -> queue, _ -> noControl(), () -> "ready", true));
    if (metrics) {
      var exposition = Exposition.of(() -> sample(queue), ProcessMetrics.start());
      routes.add(
          new Route(
              "GET",
              "/metrics",
              Access.READ,
              (_, _) -> ApiResponse.of(200, Exposition.CONTENT_TYPE, exposition.scrape())));
    }
    var guard =
        TokenGuard.of(
            HostPolicy.of(InetAddress.getLoopbackAddress(), List.of()),
            Tokens.of(List.of(Tokens.Entry.of(Caller.admin("test"), "secret"))));
    router = Router.of(routes, guard, false);
  }

  /// An answer.
  public record Answer(int status, Map<String, String> headers, String body) {}

  public Answer get(String target) {
    return send("GET", target);
  }

  public Answer send(String method, String target) {
    var request =
        ApiRequest.of(
            method, target, Map.of("host", "localhost", "authorization", "Bearer secret"));
    var whole = (ApiResponse.Whole) router.handle(request);
    return new Answer(
        whole.status(),
        whole.headers(),
        new String(whole.body().toArray(), StandardCharsets.UTF_8));
  }

  private static QueueSample sample(QueueReads queue) {
    var none = new QueueSample.Buckets(Collections.nCopies(Histogram.bounds().length + 1, 0L), 0);
    return new QueueSample(
        queue.stats(),
        none,
        none,
        new QueueSample.LogTally(0, 0),
        new QueueSample.Recovery(0, 0),
        new QueueSample.Activity(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  /// Nothing may be asked of a queue while control is off.
  private static QueueControl noControl() {
    return (QueueControl)
        Proxy.newProxyInstance(
            QueueControl.class.getClassLoader(),
            new Class<?>[] {QueueControl.class},
            (_, method, _) -> {
              throw new AssertionError("control is off, yet " + method.getName() + " was called");
            });
  }
}
