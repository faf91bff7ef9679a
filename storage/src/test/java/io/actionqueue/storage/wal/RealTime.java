package io.actionqueue.storage.wal;

import io.actionqueue.core.port.TimeSource;

/// The clocks of the machine, for the few tests that need time to pass by itself.
enum RealTime implements TimeSource {
  INSTANCE;

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
