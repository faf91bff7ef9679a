package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.queue.QueueFinder;
import io.actionqueue.cli.terminal.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that works on a queue: through its daemon if it has one, in its directory otherwise.
abstract class PlacedCommand extends AnsweringCommand {
  @Mixin private final DirectoryOption directory = new DirectoryOption();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = {
        "Ask the daemon at this address, whatever the data directory",
        "says; its token is taken from $$ACTIONQUEUE_TOKEN."
      })
  private @Nullable String server;

  PlacedCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /// Does the work.
  ///
  /// @return the exit code
  abstract int work(Queue queue);

  @Override
  public final Integer call() {
    prepare();
    try (Queue queue = find()) {
      return work(queue);
    }
  }

  /// Checks what can be checked before anything is opened.
  void prepare() {}

  private Queue find() {
    QueueFinder finder = QueueFinder.of(surroundings, this::warn);
    return server == null ? finder.in(directory.path(surroundings)) : finder.at(server);
  }

  final String dataDirectory() {
    return directory.text(surroundings);
  }

  /// The beginning of every document. A daemon elsewhere has a directory of its own.
  final Map<String, @Nullable Object> document(String command) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("command", command);
    if (server == null) {
      document.put("data_dir", dataDirectory());
    } else {
      document.put("server", server);
    }
    return document;
  }

  final long now() {
    return surroundings.time().epochSeconds();
  }
}
