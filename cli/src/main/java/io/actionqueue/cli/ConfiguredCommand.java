package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.server.config.ConfigException;
import io.actionqueue.server.config.ConfigFile;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.ConfigLayer;
import io.actionqueue.server.config.DaemonConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// A command that knows the daemon's configuration: flags over environment over file over defaults.
abstract class ConfiguredCommand extends AnsweringCommand {
  private final Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read settings from a file of lines 'key = value'.")
  private @Nullable String file;

  ConfiguredCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /// Adds a flag for every key of the configuration.
  final void addFlags(CommandSpec spec) {
    for (ConfigKey key : ConfigKey.values()) {
      spec.addOption(key.isFlag() ? onOff(key) : valued(key));
    }
  }

  private OptionSpec onOff(ConfigKey key) {
    return OptionSpec.builder(key.flag())
        .arity("0")
        .type(boolean.class)
        .description(text(key.meaning()))
        .setter(setter(key))
        .build();
  }

  private OptionSpec valued(ConfigKey key) {
    String usual = key.defaultText().isEmpty() ? "" : " Default: " + key.defaultText() + ".";
    return OptionSpec.builder(key.flag())
        .arity("1")
        .type(String.class)
        .paramLabel(label(key))
        .description(text(key.meaning() + usual))
        .setter(setter(key))
        .build();
  }

  /// `bind_address` takes an ADDRESS.
  private static String label(ConfigKey key) {
    return switch (key) {
      case DATA_DIR, EXEC_CWD -> "DIR";
      case TOKENS_FILE, TLS_CERT, TLS_KEY, TLS_CLIENT_CA -> "FILE";
      case BIND_ADDRESS, METRICS_BIND -> "IP:PORT";
      case ConfigKey other when other.accepted().startsWith("comma-separated") -> "A,B";
      case ConfigKey other when Character.isDigit(other.accepted().charAt(0)) -> "N";
      default -> "WORD";
    };
  }

  /// Percent and dollar signs have a meaning in the parser's texts.
  private static String text(String meaning) {
    return meaning.replace("%", "%%").replace("$", "$$");
  }

  private ISetter setter(ConfigKey key) {
    return new ISetter() {
      @Override
      @SuppressWarnings({"unchecked", "NullAway"}) // the parser's way to say that nothing was set
      public <T> T set(T value) {
        if (value == null) {
          flags.remove(key);
        } else {
          flags.put(key, value.toString());
        }
        return null;
      }
    };
  }

  /// The configuration as all layers together give it.
  ///
  /// @throws CliFailure if a text is not of its key's type, or a key is unknown
  final DaemonConfig configuration() {
    try {
      List<ConfigLayer> layers = new ArrayList<>();
      if (file != null) {
        layers.add(ConfigFile.read(Path.of(file)));
      }
      layers.add(ConfigLayer.ofEnvironment(surroundings.environment()));
      layers.add(ConfigLayer.ofFlags(flags));
      return DaemonConfig.merge(layers);
    } catch (ConfigException e) {
      throw CliFailure.validation(e.code(), e.detail());
    }
  }

  /// Checks the rules that hold between values.
  ///
  /// @throws CliFailure `daemon_config_invalid` naming the first broken one
  static void validate(DaemonConfig config) {
    try {
      config.validate();
    } catch (ConfigException e) {
      throw CliFailure.validation("daemon_config_invalid", String.valueOf(e.getMessage()));
    }
  }

  /// The home directory; empty without one, so that what lies below it is in the working directory.
  final Path home() {
    String home = surroundings.variable("HOME");
    return Path.of(home == null ? "" : home);
  }
}
