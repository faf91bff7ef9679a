package io.actionqueue.server;

import io.actionqueue.client.wire.DaemonSummary;
import io.actionqueue.server.config.DaemonConfig;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.Optional;

/// A running daemon: one engine, its sockets and what belongs to them. Thread-safe.
public final class Daemon implements AutoCloseable {
  private final RunningDaemon running;

  private Daemon(RunningDaemon running) {
    this.running = running;
  }

  /// Starts a daemon; returns when it takes work.
  ///
  /// @throws DaemonException if it cannot; nothing is left open
  public static Daemon start(DaemonConfig config, DaemonEnvironment environment) {
    return new Daemon(new Boot(config, environment).start());
  }

  /// The routes of the API, for descriptions of it.
  List<Route> routes() {
    return running.routes();
  }

  /// What the command prints first.
  public DaemonSummary summary() {
    return running.summary();
  }

  /// Base address of the API for callers on this machine, such as `http://127.0.0.1:8787`.
  public String url() {
    return running.url();
  }

  /// Base address of the metrics, empty when they are off.
  public Optional<String> metricsUrl() {
    return Optional.ofNullable(running.metricsUrl());
  }

  /// The address to open in a browser, with the local token in it; empty without authentication.
  public Optional<String> browserAddress() {
    return running.browserAddress();
  }

  /// Ends gracefully: not ready any more, no more work, waits for handlers up to the drain timeout,
  /// closes the log and the sockets. A second call waits for the first.
  public void stop() {
    running.stop();
  }

  /// Waits until [#stop()] has finished.
  public void awaitStop() throws InterruptedException {
    running.awaitStop();
  }

  @Override
  public void close() {
    stop();
  }
}
