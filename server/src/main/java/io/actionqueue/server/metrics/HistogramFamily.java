package io.actionqueue.server.metrics;

import java.util.Arrays;
import java.util.List;

/// A histogram of seconds without labels.
final class HistogramFamily implements MetricFamily {
  private final String name;
  private final String help;
  private final double[] bounds;
  private long[] counts;
  private double sum;

  /// @param bounds upper bounds, ascending; a last bucket without bound follows
  HistogramFamily(String name, String help, double[] bounds) {
    this.name = name;
    this.help = help;
    this.bounds = bounds.clone();
    this.counts = new long[bounds.length + 1];
  }

  /// Adds one observation.
  void observe(double seconds) {
    int bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += seconds;
  }

  /// Overwrites all observations.
  ///
  /// @param bucketCounts not cumulated, one more than there are bounds
  /// @param total sum of the observations
  void load(List<Long> bucketCounts, double total) {
    if (bucketCounts.size() != counts.length) {
      throw new IllegalArgumentException(
          name + " has " + counts.length + " buckets, was given " + bucketCounts.size());
    }
    counts = bucketCounts.stream().mapToLong(Long::longValue).toArray();
    sum = total;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void render(StringBuilder out) {
    MetricFamily.renderHead(out, name, help, "histogram");
    long cumulated = 0;
    for (int i = 0; i < bounds.length; i++) {
      cumulated += counts[i];
      bucket(out, MetricFamily.number(bounds[i]), cumulated);
    }
    long count = Arrays.stream(counts).sum();
    bucket(out, "+Inf", count);
    out.append(name).append("_sum ").append(MetricFamily.number(sum)).append('\n');
    out.append(name).append("_count ").append(count).append('\n');
  }

  private void bucket(StringBuilder out, String bound, long count) {
    out.append(name).append("_bucket{le=\"").append(bound).append("\"} ").append(count);
    out.append('\n');
  }
}
