package io.actionqueue.server;

import io.actionqueue.client.wire.DaemonSummary;
import io.actionqueue.server.config.DaemonConfig;
import java.util.Optional;

/// A running daemon: one engine, its sockets and what belongs to them. Thread-safe.
public final class Daemon implements AutoCloseable {
  private Daemon() {}

  /// Starts a daemon; returns when it takes work.
  ///
  /// @throws DaemonException if it cannot
  public static Daemon start(DaemonConfig config, DaemonEnvironment environment) {
    throw new UnsupportedOperationException(config + " at " + environment.home);
  }

  /// What the command prints first.
  public DaemonSummary summary() {
    throw new UnsupportedOperationException();
  }

  /// The address to open in a browser, with the local token in it; empty without authentication.
  public Optional<String> browserAddress() {
    throw new UnsupportedOperationException();
  }

  /// Ends gracefully: not ready any more, no more work, waits for handlers up to the drain timeout,
  /// closes the log and the sockets. A second call waits for the first.
  public void stop() {
    throw new UnsupportedOperationException();
  }

  /// Waits until [#stop()] has finished or the engine has failed.
  public void awaitStop() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    stop();
  }
}
