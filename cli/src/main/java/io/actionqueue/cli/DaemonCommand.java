package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.DaemonSummary;
import io.actionqueue.server.Daemon;
import io.actionqueue.server.DaemonEnvironment;
import io.actionqueue.server.DaemonException;
import io.actionqueue.server.ShutdownSignals;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// Serves a data directory until it is told to stop (spec 04 §10.4).
@Command(
    name = "daemon",
    sortOptions = false,
    header = "Serve a data directory: carry out its tasks and answer over HTTP.",
    description = {
      "Prints what it serves, then works until SIGTERM or SIGINT: it then takes no more work, waits",
      "for what executes, and exits 0. A second signal ends it at once."
    },
    footer = {
      "Example: actionqueue daemon --allow-exec echo,/usr/local/bin/backup",
      "Every option can stand in a file (--config) and in the environment: see 'config print'."
    })
final class DaemonCommand extends ConfiguredCommand {
  /// What a shell reports of a process that SIGINT has ended.
  private static final int FORCED_EXIT_CODE = 130;

  DaemonCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    DaemonConfig config = resolved(configuration());
    validate(config);
    LogSetup.forDaemon(config.text(ConfigKey.LOG_LEVEL), config.text(ConfigKey.LOG_FORMAT));
    try (Daemon daemon = start(config)) {
      ShutdownSignals.install(daemon::stop, () -> Runtime.getRuntime().halt(FORCED_EXIT_CODE));
      DaemonSummary summary = daemon.summary();
      print(new Answer(() -> Documents.of(summary), () -> text(summary)));
      daemon.browserAddress().ifPresent(this::showBrowserAddress);
      daemon.awaitStop();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CliFailure.runtime("interrupted", "interrupted while serving");
    }
  }

  /// The directory that 04 §10.3 names stands in the configuration as it is used.
  private DaemonConfig resolved(DaemonConfig config) {
    return config.origin(ConfigKey.DATA_DIR).equals("flag")
        ? config
        : config.with(ConfigKey.DATA_DIR, config.dataDir(home()).toString());
  }

  private Daemon start(DaemonConfig config) {
    try {
      return Daemon.start(config, DaemonEnvironment.of(home(), surroundings.environment()));
    } catch (DaemonException.Config e) {
      throw CliFailure.validation("daemon_config_invalid", Failures.sentence(e));
    } catch (DaemonException e) {
      throw CliFailure.runtime("daemon_bootstrap_failed", Failures.sentence(e));
    }
  }

  private static List<String> text(DaemonSummary summary) {
    @Nullable String metrics = summary.metricsBind();
    return List.of(
        "command=daemon",
        "data_dir=" + summary.dataDir(),
        "bind_address=" + summary.bindAddress(),
        "metrics_bind=" + (metrics == null ? "disabled" : metrics),
        "control_enabled=" + summary.controlEnabled(),
        "ready=" + summary.ready(),
        "ready_reason=" + summary.readyReason());
  }

  /// For whoever sits in front of it; it holds the token, so it is not for log files.
  private void showBrowserAddress(String address) {
    if (surroundings.isErrTerminal()) {
      say("Open " + address + " in a browser; Ctrl-C stops the daemon.");
    }
  }
}
