package io.actionqueue.cli.terminal;

import io.actionqueue.core.port.TimeSource;

/// The clocks of this machine.
enum SystemTime implements TimeSource {
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
