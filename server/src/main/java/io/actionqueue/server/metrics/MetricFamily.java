package io.actionqueue.server.metrics;

/// The samples of one name. Confined to its registry's lock.
sealed interface MetricFamily permits ValueFamily, HistogramFamily {
  /// The name, such as `actionqueue_runs_total`.
  String name();

  /// Appends help, type and samples.
  void render(StringBuilder out);

  /// Appends the two comment lines of a family.
  static void renderHead(StringBuilder out, String name, String help, String type) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /// A number as Prometheus reads it: whole ones without a decimal point.
  static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
