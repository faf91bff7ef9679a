package io.actionqueue.server.config;

import java.util.Locale;

/// What may be wrong with a configuration; the first four are checked in this order (spec 04 §2).
enum ConfigRule {
  /// The API's port is 0.
  INVALID_BIND_ADDRESS("InvalidBindAddress"),
  /// The metrics' port is 0.
  INVALID_METRICS_BIND("InvalidMetricsBind"),
  /// Metrics and API claim the same socket.
  PORT_CONFLICT("PortConflict"),
  /// The data directory is empty.
  INVALID_DATA_DIR("InvalidDataDir"),
  /// A text is not an `IP:PORT`.
  INVALID_SOCKET_ADDRESS("InvalidSocketAddress"),
  /// A text is not of its key's type, or out of its range.
  INVALID_CONFIG_VALUE("InvalidConfigValue"),
  /// A key that does not exist.
  UNKNOWN_CONFIG_KEY("UnknownConfigKey"),
  /// Two values that do not go together.
  CONFIG_CONFLICT("ConfigConflict"),
  /// The API would be open to the network without protection.
  INSECURE_BIND("InsecureBind");

  private final String kind;

  ConfigRule(String kind) {
    this.kind = kind;
  }

  String kind() {
    return kind;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
