package io.actionqueue.storage.wal;

/// When a batch counts as durable.
public sealed interface Durability {
  /// Durable means synced: it survives a power failure. The default.
  Durability SYNC = new Sync();

  /// Durable means handed to the operating system: it survives a kill of the process only.
  Durability OS = new Os();

  /// A sync after every write.
  record Sync() implements Durability {
    @Override
    public String label() {
      return "sync";
    }
  }

  /// Handed to the operating system at once, synced within an interval: a power failure may take
  /// that much.
  ///
  /// @param millis the interval in milliseconds; 1 to 60,000
  record Interval(int millis) implements Durability {
    /// Checks the range.
    public Interval {
      if (millis < 1 || millis > 60_000) {
        throw new IllegalArgumentException("sync interval must be 1 to 60000 ms, was " + millis);
      }
    }

    @Override
    public String label() {
      return "interval(" + millis + "ms)";
    }
  }

  /// Synced only by [WriteAheadLog#sync()] and at the end.
  record Os() implements Durability {
    @Override
    public String label() {
      return "os";
    }
  }

  /// The name in logs and views: `sync`, `interval(50ms)` or `os`.
  String label();
}
