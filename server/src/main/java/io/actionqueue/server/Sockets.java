package io.actionqueue.server;

import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import io.actionqueue.server.http.RequestLog;
import io.actionqueue.server.http.SocketPlan;
import io.actionqueue.server.http.TlsFiles;
import io.actionqueue.server.http.WebListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The daemon's sockets: the API and, unless they are off, the metrics. Thread-safe.
final class Sockets implements AutoCloseable {
  /// How long requests under way may take once the engine is closed.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final DaemonConfig config;
  private final Gateway api;
  private final Gateway metrics;
  private final WebListener listener;

  private Sockets(DaemonConfig config, Gateway api, Gateway metrics, WebListener listener) {
    this.config = config;
    this.api = api;
    this.metrics = metrics;
    this.listener = listener;
  }

  /// Opens the sockets; they answer about health only until [#serve].
  ///
  /// @throws RuntimeException if one cannot be opened; then none is
  static Sockets open(DaemonConfig config, RequestLog log) {
    var api = new Gateway();
    var metrics = new Gateway();
    List<SocketPlan> plans = new ArrayList<>();
    int maxBody = config.number(ConfigKey.MAX_BODY_BYTES);
    plans.add(new SocketPlan(config.bindAddress(), tls(config), api, maxBody));
    config
        .metricsBind()
        .ifPresent(address -> plans.add(new SocketPlan(address, null, metrics, maxBody)));
    return new Sockets(config, api, metrics, WebListener.open(plans, log, GRACE));
  }

  private static @Nullable TlsFiles tls(DaemonConfig config) {
    if (!config.isTls()) {
      return null;
    }
    Path authority = config.path(ConfigKey.TLS_CLIENT_CA).orElse(null);
    return new TlsFiles(
        Path.of(config.text(ConfigKey.TLS_CERT)),
        Path.of(config.text(ConfigKey.TLS_KEY)),
        authority);
  }

  /// Answers everything from now on.
  void serve(Served served) {
    api.open(served.api());
    metrics.open(served.metrics());
  }

  /// What stands behind the sockets.
  ///
  /// @param api behind the API's
  /// @param metrics behind the metrics'
  record Served(
      io.actionqueue.server.http.Exchange api, io.actionqueue.server.http.Exchange metrics) {}

  /// Where the API listens, `IP:PORT`.
  InetSocketAddress apiAddress() {
    return new InetSocketAddress(config.bindAddress().getAddress(), listener.port(0));
  }

  /// Where the metrics listen.
  Optional<InetSocketAddress> metricsAddress() {
    return config
        .metricsBind()
        .map(bind -> new InetSocketAddress(bind.getAddress(), listener.port(1)));
  }

  /// The base address for a caller on this machine.
  static String url(String scheme, InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip.isAnyLocalAddress() ? "127.0.0.1" : ip.getHostAddress();
    return scheme
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }

  @Override
  public void close() {
    listener.close();
  }
}
