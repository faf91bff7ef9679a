package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.ClientOptions;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.storage.file.SystemFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds out who holds a queue (S-17).
public final class QueueFinder {
  /// The environment variable with the token for a daemon named by its address.
  public static final String TOKEN_VARIABLE = "ACTIONQUEUE_TOKEN";

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  private final Surroundings surroundings;
  private final Consumer<String> warnings;

  private QueueFinder(Surroundings surroundings, Consumer<String> warnings) {
    this.surroundings = surroundings;
    this.warnings = warnings;
  }

  /// A finder.
  ///
  /// @param warnings hears what a person should know, one sentence each
  public static QueueFinder of(Surroundings surroundings, Consumer<String> warnings) {
    return new QueueFinder(surroundings, warnings);
  }

  /// The daemon at an address.
  public Queue at(String server) {
    try {
      return DaemonQueue.of(
          ActionQueueClient.connect(
              ClientOptions.at(URI.create(server))
                  .token(surroundings.variable(TOKEN_VARIABLE))
                  .connectTimeout(CONNECT_LIMIT)));
    } catch (IllegalArgumentException e) {
      throw CliFailure.badInput("--server must be an http or https address: " + e.getMessage());
    }
  }

  /// The daemon that holds a directory, or the directory itself.
  public Queue in(Path directory) {
    return daemonOf(directory)
        .<Queue>map(DaemonQueue::of)
        .orElseGet(() -> OfflineQueue.of(surroundings, directory, warnings));
  }

  /// The daemon that holds a directory, if one answers.
  public Optional<DaemonQueue> daemonIn(Path directory) {
    return daemonOf(directory).map(DaemonQueue::of);
  }

  private Optional<ActionQueueClient> daemonOf(Path directory) {
    if (!SystemFiles.INSTANCE.isDirectory(directory)) {
      return Optional.empty();
    }
    LocalDaemon daemon;
    try {
      Optional<LocalDaemon> found = LocalDaemon.find(directory);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      daemon = found.get();
    } catch (ClientException e) {
      warnings.accept(Failures.sentence(e) + "; the directory itself is used");
      return Optional.empty();
    }
    return answering(daemon);
  }

  /// A file may be left from a daemon that was killed, and its process id may be somebody else's by
  /// now: only an answer counts.
  private Optional<ActionQueueClient> answering(LocalDaemon daemon) {
    ClientOptions options = daemon.options().connectTimeout(CONNECT_LIMIT);
    String own = surroundings.variable(TOKEN_VARIABLE);
    ActionQueueClient client =
        ActionQueueClient.connect(own == null ? options : options.token(own));
    try {
      client.ready();
      return Optional.of(client);
    } catch (ClientException e) {
      client.close();
      warnings.accept(
          "daemon.json names "
              + daemon.info().url()
              + ", where no daemon answers; the directory itself is used");
      return Optional.empty();
    }
  }
}
