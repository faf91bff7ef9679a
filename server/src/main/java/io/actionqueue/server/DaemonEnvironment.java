package io.actionqueue.server;

import java.nio.file.Path;
import java.util.Map;

/// What a daemon takes from its surroundings. Mutable while it is put together.
public final class DaemonEnvironment {
  final Path home;
  final Map<String, String> variables;
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

  /// Accepts port 0, which takes any free port: for tests and for several daemons on one machine.
  public DaemonEnvironment allowEphemeralPorts() {
    ephemeralPorts = true;
    return this;
  }
}
