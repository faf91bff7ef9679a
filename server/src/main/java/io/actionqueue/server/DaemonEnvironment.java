package io.actionqueue.server;

import io.actionqueue.Handler;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What a daemon takes from its surroundings. Mutable while it is put together.
public final class DaemonEnvironment {
  final Path home;
  final Map<String, String> variables;
  final Map<String, Handler> handlers = new TreeMap<>();
  boolean ephemeralPorts;

  private DaemonEnvironment(Path home, Map<String, String> variables) {
    this.home = home;
    this.variables = Map.copyOf(variables);
  }

  /// Surroundings.
  ///
  /// @param home the user's home directory
  /// @param variables environment variables, for programs that the `exec` action runs
  public static DaemonEnvironment of(Path home, Map<String, String> variables) {
    return new DaemonEnvironment(home, variables);
  }

  /// Registers a handler for an action beside the built-in ones, for programs that embed the
  /// daemon.
  public DaemonEnvironment handler(String action, Handler handler) {
    handlers.put(action, handler);
    return this;
  }

  /// Accepts port 0, which takes any free port: for tests and for several daemons on one machine.
  public DaemonEnvironment allowEphemeralPorts() {
    ephemeralPorts = true;
    return this;
  }
}
