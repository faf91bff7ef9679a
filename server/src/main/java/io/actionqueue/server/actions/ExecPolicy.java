package io.actionqueue.server.actions;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What programs may run, and in which surroundings.
///
/// @param programs the texts that `argv[0]` may be: names looked up on the daemon's path, or paths
/// @param workingDirectory where they run; a payload may name a directory below it
/// @param environment what they get besides the run's own variables
public record ExecPolicy(
    List<String> programs, Path workingDirectory, Map<String, String> environment) {
  /// Copies both collections.
  public ExecPolicy {
    programs = List.copyOf(programs);
    environment = Map.copyOf(environment);
  }
}
