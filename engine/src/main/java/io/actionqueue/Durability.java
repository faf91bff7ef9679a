package io.actionqueue;

/// When a change counts as durable, and so when its futures complete and its handlers start.
public sealed interface Durability {
  /// After the sync that covers it: survives power loss. The default.
  Durability SYNC = new Sync();

  /// After it was handed to the operating system: survives the end of the process, not power loss.
  Durability OS = new Os();

  /// After it was handed to the operating system; synced at least so often.
  ///
  /// @param millis 1 to 60,000
  static Durability interval(int millis) {
    return new Interval(millis);
  }

  /// See [#SYNC].
  record Sync() implements Durability {
    @Override
    public String toString() {
      return "SYNC";
    }
  }

  /// See [#OS].
  record Os() implements Durability {
    @Override
    public String toString() {
      return "OS";
    }
  }

  /// See [#interval(int)].
  ///
  /// @param millis the longest time between syncs while there are changes
  record Interval(int millis) implements Durability {
    /// Checks the range.
    public Interval {
      if (millis < 1 || millis > 60_000) {
        throw new IllegalArgumentException("interval must be 1 to 60000 ms, was " + millis);
      }
    }

    @Override
    public String toString() {
      return "INTERVAL(" + millis + " ms)";
    }
  }
}
