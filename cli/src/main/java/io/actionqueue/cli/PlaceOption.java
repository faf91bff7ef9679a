package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.file.SystemFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Where to look: a path, or the data directory.
final class PlaceOption {
  @Mixin private final DirectoryOption directory = new DirectoryOption();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "The data directory, or a log file; goes before --data-dir.")
  private @Nullable String path;

  Path path(Surroundings surroundings) {
    return path == null ? directory.path(surroundings) : Path.of(path);
  }

  /// The log of the data directory, also where the path is that of the log's folder, or the file
  /// itself.
  Path log(Surroundings surroundings) {
    Path place = path(surroundings);
    if (SystemFiles.INSTANCE.isDirectory(place)) {
      Path log = new DataLayout(place).log();
      Path inside = place.resolve(log.getFileName());
      return SystemFiles.INSTANCE.exists(inside) ? inside : log;
    }
    if (!SystemFiles.INSTANCE.exists(place)) {
      throw CliFailure.runtime(
          "storage_bootstrap_failed", place + ": no such data directory or log file");
    }
    return place;
  }
}
