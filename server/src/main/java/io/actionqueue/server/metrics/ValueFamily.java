package io.actionqueue.server.metrics;

import java.util.List;
import java.util.TreeMap;

/// A gauge or a counter of whole numbers with at most one label, whose values are overwritten. The
/// set of label values is closed when the family is made: every one has a sample from the first
/// scrape on.
final class ValueFamily implements MetricFamily {
  private final String name;
  private final String help;
  private final String type;
  private final String labelKey;
  private final TreeMap<String, Long> values = new TreeMap<>();

  private ValueFamily(String name, String help, String type, String labelKey) {
    this.name = name;
    this.help = help;
    this.type = type;
    this.labelKey = labelKey;
  }

  /// A value that goes up and down, without a label.
  static ValueFamily gauge(String name, String help) {
    return unlabelled(name, help, "gauge");
  }

  /// A value that goes up within a process, without a label.
  static ValueFamily counter(String name, String help) {
    return unlabelled(name, help, "counter");
  }

  /// A gauge for each value of a label.
  static ValueFamily gauges(String name, String help, String labelKey, List<String> labelValues) {
    var family = new ValueFamily(name, help, "gauge", labelKey);
    labelValues.forEach(value -> family.values.put(value, 0L));
    return family;
  }

  private static ValueFamily unlabelled(String name, String help, String type) {
    var family = new ValueFamily(name, help, type, "");
    family.values.put("", 0L);
    return family;
  }

  /// Overwrites the one value.
  void set(long value) {
    set("", value);
  }

  /// Overwrites the value of a label.
  ///
  /// @throws IllegalArgumentException if the label is not in the closed set
  void set(String labelValue, long value) {
    if (values.replace(labelValue, value) == null) {
      throw new IllegalArgumentException(name + " has no label value '" + labelValue + "'");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void render(StringBuilder out) {
    MetricFamily.renderHead(out, name, help, type);
    values.forEach((label, value) -> {
      out.append(name);
      if (!labelKey.isEmpty()) {
        out.append('{').append(labelKey).append("=\"").append(label).append("\"}");
      }
      out.append(' ').append(Long.toUnsignedString(value)).append('\n');
    });
  }
}
