package io.actionqueue.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a configuration file.
public final class ConfigFile {
  private ConfigFile() {}

  /// The layer of a file in the format of Java properties, UTF-8.
  ///
  /// @throws ConfigException `invalid_config_value` if it cannot be read, and as
  ///   [ConfigLayer#ofProperties]
  public static ConfigLayer read(Path file) {
    try {
      return ConfigLayer.ofProperties(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(
          ConfigRule.INVALID_CONFIG_VALUE, "cannot read " + file + ": " + e.getMessage());
    }
  }
}
