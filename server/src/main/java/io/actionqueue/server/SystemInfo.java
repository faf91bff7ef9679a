package io.actionqueue.server;

/// What the daemon knows about its own process.
final class SystemInfo {
  private SystemInfo() {}

  static long processId() {
    return ProcessHandle.current().pid();
  }

  static long epochSeconds() {
    return Math.floorDiv(System.currentTimeMillis(), 1000L);
  }

  static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// The version in the jar's manifest.
  static String version() {
    String version = SystemInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
