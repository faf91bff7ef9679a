package io.actionqueue.server;

import io.actionqueue.server.config.ConfigException;

/// Why a daemon did not start (spec 04 §3). Nothing is left open.
public abstract sealed class DaemonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DaemonException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The configuration breaks a rule.
  public static final class Config extends DaemonException {
    private static final long serialVersionUID = 1;

    Config(ConfigException cause) {
      super("config error: " + cause.getMessage(), cause);
    }
  }

  /// The data directory or its log cannot be opened for writing.
  public static final class LogInit extends DaemonException {
    private static final long serialVersionUID = 1;

    LogInit(String message, Throwable cause) {
      super("WAL initialization error: " + message, cause);
    }
  }

  /// Something else that the daemon needs is not there: a socket, a certificate, a token file.
  public static final class Dependency extends DaemonException {
    private static final long serialVersionUID = 1;

    Dependency(String message, Throwable cause) {
      super("dependency error: " + message, cause);
    }
  }
}
