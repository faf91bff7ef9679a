package io.actionqueue.server.actions;

/// The system's wall clock, for dates that other systems send.
final class SystemSeconds {
  private SystemSeconds() {}

  static long now() {
    return Math.floorDiv(System.currentTimeMillis(), 1000L);
  }
}
