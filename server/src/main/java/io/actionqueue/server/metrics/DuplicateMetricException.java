package io.actionqueue.server.metrics;

/// Two families claim one name: a mistake in this module.
public final class DuplicateMetricException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  DuplicateMetricException(String name) {
    super("metric is registered already: " + name);
  }
}
