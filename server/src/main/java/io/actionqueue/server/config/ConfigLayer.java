package io.actionqueue.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The values that one source gives.
///
/// @param origin what to call the source, such as `environment`
/// @param values its texts
public record ConfigLayer(String origin, Map<ConfigKey, String> values) {
  /// Copies the values.
  public ConfigLayer {
    values = Map.copyOf(values);
  }

  /// The texts of a file in the format of Java properties: `key = value`, `#` begins a comment.
  ///
  /// @throws ConfigException `unknown_config_key` for a key that does not exist,
  ///   `invalid_config_value` for text that is not in the format
  public static ConfigLayer ofProperties(String origin, String text) {
    var properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          ConfigRule.INVALID_CONFIG_VALUE,
          origin + " is not in properties format: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    var named = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(name -> named.put(name, properties.getProperty(name)));
    return ofNames(origin, named);
  }

  /// The variables `ACTIONQUEUE_…` that name a key; other variables are passed over, since scripts
  /// have their own.
  public static ConfigLayer ofEnvironment(Map<String, String> environment) {
    var values = new EnumMap<ConfigKey, String>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      String text = environment.get(key.variable());
      if (text != null) {
        values.put(key, text.strip());
      }
    }
    return new ConfigLayer("environment", values);
  }

  /// Texts by the names of keys.
  ///
  /// @throws ConfigException `unknown_config_key`
  public static ConfigLayer ofNames(String origin, Map<String, String> named) {
    var values = new EnumMap<ConfigKey, String>(ConfigKey.class);
    named.forEach((name, text) -> {
      ConfigKey key =
          ConfigKey.find(name)
              .orElseThrow(() ->
                  new ConfigException(
                      ConfigRule.UNKNOWN_CONFIG_KEY, origin + " names '" + name + "'"));
      values.put(key, text.strip());
    });
    return new ConfigLayer(origin, values);
  }

  /// The flags of a command line.
  public static ConfigLayer ofFlags(Map<ConfigKey, String> values) {
    return new ConfigLayer("flag", values);
  }
}
