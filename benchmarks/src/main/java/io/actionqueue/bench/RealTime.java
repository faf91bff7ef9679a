package io.actionqueue.bench;

import io.actionqueue.core.port.TimeSource;

/// The clocks of the machine.
enum RealTime implements TimeSource {
  /// The only one.
  CLOCKS;

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
