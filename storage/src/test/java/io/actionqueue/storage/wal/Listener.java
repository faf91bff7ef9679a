package io.actionqueue.storage.wal;

import io.actionqueue.core.port.EventLog.DurabilityListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Remembers what a log tells. Thread-safe.
final class Listener implements DurabilityListener {
  private final List<Long> sequences = new ArrayList<>();
  private final List<IOException> failures = new ArrayList<>();

  @Override
  public synchronized void durable(long sequence) {
    sequences.add(sequence);
  }

  @Override
  public synchronized void failed(IOException cause) {
    failures.add(cause);
  }

  synchronized List<Long> sequences() {
    return List.copyOf(sequences);
  }

  synchronized List<IOException> failures() {
    return List.copyOf(failures);
  }
}
