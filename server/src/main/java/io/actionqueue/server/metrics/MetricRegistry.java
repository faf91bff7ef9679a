package io.actionqueue.server.metrics;

import java.util.SortedMap;
import java.util.TreeMap;

/// The families of one daemon, by name. Not thread-safe: [Exposition] holds the lock.
final class MetricRegistry {
  private final TreeMap<String, MetricFamily> families = new TreeMap<>();

  /// Adds a family.
  ///
  /// @throws DuplicateMetricException if one of this name is there
  <F extends MetricFamily> F register(F family) {
    if (families.putIfAbsent(family.name(), family) != null) {
      throw new DuplicateMetricException(family.name());
    }
    return family;
  }

  /// The text of every family by its name.
  SortedMap<String, String> render() {
    var blocks = new TreeMap<String, String>();
    families.forEach((name, family) -> {
      var out = new StringBuilder();
      family.render(out);
      blocks.put(name, out.toString());
    });
    return blocks;
  }
}
