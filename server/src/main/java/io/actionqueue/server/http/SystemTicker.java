package io.actionqueue.server.http;

/// Measures how long requests take, on the system's monotonic clock.
final class SystemTicker {
  private SystemTicker() {}

  static long nanos() {
    return System.nanoTime();
  }
}
