package io.actionqueue.cli;

import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.queue.DaemonQueue;
import io.actionqueue.cli.queue.QueueFinder;
import io.actionqueue.cli.terminal.Progress;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.maintenance.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// A command that works on the files of a data directory themselves.
abstract class ToolCommand extends AnsweringCommand {
  @Mixin private final DirectoryOption place = new DirectoryOption();

  ToolCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /// What a tool does.
  @FunctionalInterface
  interface Work<T> {
    /// Does it.
    T on(DataDirectory directory) throws IOException;
  }

  /// Does the work on the data directory, with a sign of life on a terminal.
  ///
  /// @param what the work, such as `verifying`
  final <T> T work(String what, Work<T> work) {
    try (Progress progress = Progress.of(surroundings, what + " " + path())) {
      return work.on(DataDirectory.at(path(), surroundings.time()).watchedBy(progress));
    } catch (IOException e) {
      throw Failures.tool(e);
    }
  }

  /// The daemon that holds the directory, if one answers: it does the work itself (S-17).
  final Optional<DaemonQueue> daemon() {
    return QueueFinder.of(surroundings, this::warn).daemonIn(path());
  }

  final Path path() {
    return place.path(surroundings);
  }

  /// The beginning of every document.
  final Map<String, @Nullable Object> document(String command) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("command", command);
    document.put("data_dir", place.text(surroundings));
    return document;
  }
}
