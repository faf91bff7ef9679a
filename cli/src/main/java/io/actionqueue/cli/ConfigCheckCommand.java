package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import io.actionqueue.storage.file.Privacy;
import io.actionqueue.storage.file.SystemFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// Whether a daemon would accept its settings.
@Command(
    name = "check",
    sortOptions = false,
    header = "Tell whether a daemon would start with these settings.",
    description = {
      "Takes the flags of 'daemon'. Opens nothing but the configuration file; looks whether the files",
      "that settings name are there, and warns if others may look into the data directory. Exits 3",
      "and names the first setting that is wrong."
    })
final class ConfigCheckCommand extends ConfiguredCommand {
  private static final List<ConfigKey> FILES =
      List.of(
          ConfigKey.TOKENS_FILE, ConfigKey.TLS_CERT, ConfigKey.TLS_KEY, ConfigKey.TLS_CLIENT_CA);

  ConfigCheckCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    DaemonConfig config = configuration();
    validate(config);
    for (ConfigKey key : FILES) {
      config.path(key).ifPresent(file -> checkFile(key, file));
    }
    Privacy.exposure(config.dataDir(home())).ifPresent(this::warn);
    return print(new Answer(ConfigCheckCommand::document, () -> List.of("configuration ok")));
  }

  private static void checkFile(ConfigKey key, Path file) {
    if (!SystemFiles.INSTANCE.exists(file) || SystemFiles.INSTANCE.isDirectory(file)) {
      throw CliFailure.validation(
          "daemon_config_invalid", "missing_file: " + key.key() + " names no file: " + file);
    }
  }

  private static Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("command", "config check");
    document.put("ok", true);
    return document;
  }
}
