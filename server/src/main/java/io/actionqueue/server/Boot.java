package io.actionqueue.server;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueException;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.DaemonInfo;
import io.actionqueue.server.auth.HostPolicy;
import io.actionqueue.server.auth.LocalToken;
import io.actionqueue.server.auth.TokenGuard;
import io.actionqueue.server.auth.Tokens;
import io.actionqueue.server.auth.TokensFile;
import io.actionqueue.server.config.ConfigException;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.metrics.ProcessMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a daemon step by step (spec 04 §3); what was opened is closed again when a later step
/// fails. Confined to the starting thread.
///
/// Order: configuration, sockets (health only), data directory, tokens, routes, `daemon.json`,
/// ready. The sockets come first so that a port that is taken is noticed before a long log is
/// replayed, and so that probes are answered meanwhile.
final class Boot {
  private static final Logger LOG = LoggerFactory.getLogger(Boot.class);

  /// Failures that are not the log's own.
  private static final Set<String> BEYOND_THE_LOG = Set.of("replay_refused", "corrupt_snapshot");

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

  private final DaemonConfig config;
  private final DaemonEnvironment environment;
  private final Path dataDir;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  Boot(DaemonConfig config, DaemonEnvironment environment) {
    this.config = config;
    this.environment = environment;
    this.dataDir = config.dataDir(environment.home);
  }

  /// @throws DaemonException naming the step
  RunningDaemon start() {
    validate();
    try {
      return open();
    } catch (Throwable failure) {
      closeAll(failure);
      throw failure;
    }
  }

  private void validate() {
    try {
      DaemonConfig checked = config;
      if (environment.ephemeralPorts) {
        checked = withPort(checked, ConfigKey.BIND_ADDRESS, "1");
        checked = withPort(checked, ConfigKey.METRICS_BIND, "2");
      }
      checked.validate();
    } catch (ConfigException e) {
      throw new DaemonException.Config(e);
    }
  }

  /// Port 0 takes any free port; for the rules it is a port like another.
  private static DaemonConfig withPort(DaemonConfig config, ConfigKey key, String port) {
    String text = config.text(key);
    return text.endsWith(":0")
        ? config.with(key, text.substring(0, text.length() - 1) + port)
        : config;
  }

  private RunningDaemon open() {
    ProcessMetrics process = keep(ProcessMetrics.start());
    Sockets sockets = keep(openSockets(process));
    ActionQueue engine = keep(openEngine());
    engine.opening().warnings().forEach(LOG::warn);
    String token = config.isTokenRequired() ? localToken() : null;
    var running = new RunningDaemon(config, engine, sockets, process, new DaemonFile(dataDir));
    sockets.serve(running.routes(guard(token)));
    announce(running, token);
    return running;
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  private Sockets openSockets(ProcessMetrics process) {
    try {
      return Sockets.open(
          config,
          (request, status, nanos) ->
              process.requestAnswered(method(request), request.route(), status, nanos));
    } catch (RuntimeException e) {
      throw new DaemonException.Dependency("cannot listen: " + rootMessage(e), e);
    }
  }

  private static String method(ApiRequest request) {
    return METHODS.contains(request.method()) ? request.method() : "OTHER";
  }

  private ActionQueue openEngine() {
    try {
      return ActionQueue.open(EngineSetup.options(config, dataDir, environment));
    } catch (ActionQueueException.OpenFailed e) {
      String message = e.code() + ": " + e.getMessage();
      throw BEYOND_THE_LOG.contains(e.code())
          ? new DaemonException.Dependency(message, e)
          : new DaemonException.LogInit(message, e);
    }
  }

  private String localToken() {
    Path file = dataDir.resolve(LocalDaemon.TOKEN_FILE);
    try {
      return LocalToken.loadOrCreate(file);
    } catch (IOException e) {
      throw new DaemonException.Dependency("token file: " + e.getMessage(), e);
    }
  }

  private TokenGuard guard(@Nullable String token) {
    HostPolicy hosts =
        HostPolicy.of(config.bindAddress().getAddress(), config.list(ConfigKey.ALLOWED_HOSTS));
    if (token == null) {
      return TokenGuard.withoutTokens(hosts);
    }
    List<Tokens.Entry> entries = new ArrayList<>();
    entries.add(Tokens.Entry.of(Caller.admin("local"), token));
    config.path(ConfigKey.TOKENS_FILE).ifPresent(file -> entries.addAll(moreTokens(file)));
    return TokenGuard.of(hosts, Tokens.of(entries));
  }

  private static List<Tokens.Entry> moreTokens(Path file) {
    try {
      return TokensFile.read(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new DaemonException.Dependency("tokens file: " + e.getMessage(), e);
    }
  }

  private void announce(RunningDaemon running, @Nullable String token) {
    try {
      running.announce(
          new DaemonInfo(
              running.url(),
              SystemInfo.processId(),
              SystemInfo.version(),
              SystemInfo.epochSeconds(),
              running.metricsUrl()),
          token);
    } catch (IOException e) {
      throw new DaemonException.Dependency("cannot write daemon.json: " + e.getMessage(), e);
    }
  }

  private void closeAll(Throwable failure) {
    for (AutoCloseable part : opened) {
      try {
        part.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
