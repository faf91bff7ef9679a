package io.actionqueue.client;

/// How long to wait before the next try, twice as long each time, from a tenth of a second to half
/// a minute. Who waits for the same daemon is spread by its name, so that not all come at once.
/// Confined to one thread.
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LAST_MILLIS = 30_000;

  private final long spread;
  private long millis = FIRST_MILLIS;

  Backoff(String name) {
    this.spread = Math.floorMod(name.hashCode(), 512);
  }

  /// The next wait in milliseconds.
  long next() {
    long now = millis * (768 + spread) / 1024;
    millis = Math.min(2 * millis, LAST_MILLIS);
    return now;
  }

  /// Begins again, after something went well.
  void reset() {
    millis = FIRST_MILLIS;
  }
}
