package io.actionqueue.server;

import io.actionqueue.ActionQueue;
import io.actionqueue.CloseReport;
import io.actionqueue.client.wire.DaemonInfo;
import io.actionqueue.client.wire.DaemonSummary;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.api.ApiRoutes;
import io.actionqueue.server.api.EngineQueue;
import io.actionqueue.server.api.EngineRoutes;
import io.actionqueue.server.api.EventRoutes;
import io.actionqueue.server.api.QueueReads;
import io.actionqueue.server.auth.TokenGuard;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import io.actionqueue.server.events.EventHub;
import io.actionqueue.server.events.EventStream;
import io.actionqueue.server.http.Access;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Route;
import io.actionqueue.server.http.Router;
import io.actionqueue.server.metrics.Exposition;
import io.actionqueue.server.metrics.ProcessMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a started daemon and how they end together. Thread-safe.
final class RunningDaemon {
  private static final Logger LOG = LoggerFactory.getLogger(RunningDaemon.class);

  private final DaemonConfig config;
  private final ActionQueue engine;
  private final Sockets sockets;
  private final ProcessMetrics process;
  private final DaemonFile file;
  private final EventHub events;
  private final Drain drain = new Drain();
  private volatile boolean serving;
  private volatile @Nullable String browserAddress;
  private volatile List<Route> routes = List.of();

  RunningDaemon(
      DaemonConfig config,
      ActionQueue engine,
      Sockets sockets,
      ProcessMetrics process,
      DaemonFile file) {
    this.config = config;
    this.engine = engine;
    this.sockets = sockets;
    this.process = process;
    this.file = file;
    this.events = EventHub.over(engine::onEvent);
  }

  /// What stands behind the sockets.
  Sockets.Served routes(TokenGuard guard) {
    var queue = EngineQueue.of(engine);
    var exposition = Exposition.of(new MetricsSampler(engine, queue)::sample, process);
    boolean control = config.isControlEnabled();
    List<Route> api =
        new ArrayList<>(ApiRoutes.of(queue::of, queue::of, this::readiness, !control));
    api.addAll(EngineRoutes.of(engine, queue::of));
    api.addAll(EventRoutes.of(EventStream.over(events, latest(queue), taskOf(queue)), queue::of));
    api.addAll(Documents.routes(guard, config.isTls()));
    if (config.metricsBind().isPresent()) {
      api.add(metrics(Access.INSPECT, exposition));
    }
    routes = List.copyOf(api);
    List<Route> open = new ArrayList<>(ApiRoutes.health(this::readiness));
    open.add(metrics(Access.OPEN, exposition));
    return new Sockets.Served(Router.of(api, guard, control), Router.of(open, guard, false));
  }

  /// The routes behind the API's socket.
  List<Route> routes() {
    return routes;
  }

  private static LongSupplier latest(QueueReads queue) {
    return () -> queue.stats().latestSequence();
  }

  private static Function<RunId, Optional<TaskId>> taskOf(QueueReads queue) {
    return id -> queue.run(id).map(run -> run.run().instance().taskId());
  }

  private static Route metrics(Access access, Exposition exposition) {
    return new Route(
        "GET",
        "/metrics",
        access,
        (_, _) -> ApiResponse.of(200, Exposition.CONTENT_TYPE, exposition.scrape()));
  }

  /// Tells the machine that the daemon serves.
  void announce(DaemonInfo info, @Nullable String token) throws IOException {
    file.write(info);
    browserAddress = token == null ? null : info.url() + "/?token=" + token;
    serving = true;
  }

  private String readiness() {
    return state().word();
  }

  private Readiness state() {
    if (drain.hasBegun()) {
      return Readiness.DRAINING;
    }
    if (!serving) {
      return Readiness.BOOTSTRAP_INCOMPLETE;
    }
    return switch (engine.status().phase()) {
      case RUNNING -> Readiness.READY;
      case DRAINING, CLOSED -> Readiness.DRAINING;
      case FAILED -> Readiness.WAL_FAILED;
    };
  }

  DaemonSummary summary() {
    Readiness state = state();
    return new DaemonSummary(
        DaemonConfig.print(sockets.apiAddress()),
        "daemon",
        config.isControlEnabled(),
        config.text(ConfigKey.DATA_DIR),
        sockets.metricsAddress().map(DaemonConfig::print).orElse(null),
        state == Readiness.READY,
        state.word());
  }

  String url() {
    return Sockets.url(config.isTls() ? "https" : "http", sockets.apiAddress());
  }

  @Nullable String metricsUrl() {
    return sockets.metricsAddress().map(address -> Sockets.url("http", address)).orElse(null);
  }

  Optional<String> browserAddress() {
    return Optional.ofNullable(browserAddress);
  }

  void stop() {
    drain.run(this::close);
  }

  /// While the engine drains, reads and `/ready` are still answered; then the sockets close.
  private void close() {
    events.close(); // an open stream would hold up the end of its socket
    try {
      CloseReport report = engine.close(config.seconds(ConfigKey.DRAIN_TIMEOUT_SECS));
      if (!report.interrupted().isEmpty()) {
        LOG.warn("cut off {} runs that did not end in time", report.interrupted().size());
      }
    } finally {
      deleteFile();
      sockets.close();
      process.close();
    }
  }

  private void deleteFile() {
    try {
      file.delete();
    } catch (IOException e) {
      LOG.warn("daemon.json stays behind: {}", e.getMessage());
    }
  }

  void awaitStop() throws InterruptedException {
    drain.await();
  }
}
