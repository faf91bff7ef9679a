package io.actionqueue.testkit;

/// The one place of the kit that is not deterministic: where a fresh seed comes from.
final class SystemEntropy {
  private SystemEntropy() {}

  static long freshSeed() {
    return SeededRandom.mix(System.nanoTime() ^ (ProcessHandle.current().pid() << 40)) >>> 1;
  }
}
