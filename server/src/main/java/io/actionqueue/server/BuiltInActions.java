package io.actionqueue.server;

import io.actionqueue.ActionQueueOptions;
import io.actionqueue.server.actions.ExecHandler;
import io.actionqueue.server.actions.ExecPolicy;
import io.actionqueue.server.actions.HttpHandler;
import io.actionqueue.server.actions.TargetPolicy;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Registers the actions that need no code of the user: `exec` where programs are allowed (S-15)
/// and `http` (S-59).
final class BuiltInActions {
  /// What every program gets of the daemon's own environment.
  private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "TZ");

  private BuiltInActions() {}

  static void register(
      ActionQueueOptions options, DaemonConfig config, DaemonEnvironment environment) {
    List<String> programs = config.list(ConfigKey.ALLOW_EXEC);
    if (!programs.isEmpty()) {
      options.handler(
          "exec",
          ExecHandler.of(
              new ExecPolicy(
                  programs, workingDirectory(config), programEnvironment(config, environment))),
          config.execConcurrency(SystemInfo.processors()));
    }
    options.handler(
        "http", HttpHandler.of(TargetPolicy.allowing(config.list(ConfigKey.ALLOW_HTTP))));
  }

  private static Path workingDirectory(DaemonConfig config) {
    return config
        .path(ConfigKey.EXEC_CWD)
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir", ".")));
  }

  private static Map<String, String> programEnvironment(
      DaemonConfig config, DaemonEnvironment environment) {
    var result = new LinkedHashMap<String, String>();
    for (String name : PASSED_ON) {
      passOn(name, environment, result);
    }
    for (String entry : config.list(ConfigKey.EXEC_ENV)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        result.put(entry.substring(0, equals), entry.substring(equals + 1));
      } else {
        passOn(entry, environment, result);
      }
    }
    return result;
  }

  private static void passOn(
      String name, DaemonEnvironment environment, Map<String, String> result) {
    String value = environment.variables.get(name);
    if (value != null) {
      result.put(name, value);
    }
  }
}
