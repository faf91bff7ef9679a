package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `--data-dir` and what holds without it (spec 04 §10.3).
final class DirectoryOption {
  private static final String VARIABLE = "ACTIONQUEUE_DATA_DIR";
  private static final String DEFAULT = ".actionqueue/data";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "The data directory. Default: $$ACTIONQUEUE_DATA_DIR,",
        "otherwise ~/.actionqueue/data."
      })
  private @Nullable String directory;

  /// The flag verbatim, otherwise the environment, otherwise a place in the home directory,
  /// otherwise one in the working directory.
  String text(Surroundings surroundings) {
    if (directory != null) {
      return directory;
    }
    String home = surroundings.variable("HOME");
    String named = surroundings.variable(VARIABLE);
    if (named != null) {
      return named.startsWith("~/") && home != null ? home + named.substring(1) : named;
    }
    return home == null ? DEFAULT : home + "/" + DEFAULT;
  }

  Path path(Surroundings surroundings) {
    return Path.of(text(surroundings));
  }
}
