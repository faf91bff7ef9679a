package io.actionqueue.bench;

import java.util.Arrays;

/// What one thing costs more than another, from measurements that were taken side by side: each
/// ratio is of two that share whatever the machine did just then, and the median of many ratios
/// does not follow the few that something disturbed.
final class Pairs {
  private double[] without = new double[64];
  private double[] with = new double[64];
  private int size;

  void add(double one, double other) {
    if (size == without.length) {
      without = Arrays.copyOf(without, 2 * size);
      with = Arrays.copyOf(with, 2 * size);
    }
    without[size] = one;
    with[size++] = other;
  }

  double medianWithout() {
    return median(without);
  }

  double medianWith() {
    return median(with);
  }

  /// How much more the other one is, in per cent: the median of the pairs.
  double more() {
    return median(ratios());
  }

  /// The lower end of the interval that holds the true median of the pairs in 95 of 100 cases.
  double moreAtLeast() {
    return ratios()[beyond()];
  }

  /// Its upper end.
  double moreAtMost() {
    return ratios()[size - 1 - beyond()];
  }

  /// How many pairs lie beyond either end of the interval.
  private int beyond() {
    return Math.max(0, (int) Math.floor((size - 1.96 * Math.sqrt(size)) / 2));
  }

  private double[] ratios() {
    var ratios = new double[size];
    for (int i = 0; i < size; i++) {
      ratios[i] = 100 * (with[i] / without[i] - 1);
    }
    Arrays.sort(ratios);
    return ratios;
  }

  private double median(double[] values) {
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    int middle = size / 2;
    return size % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
