package io.actionqueue;

import io.actionqueue.core.port.RandomSource;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Ids from a generator of 384 bits of state, seeded by the system's secure source: unique, not
/// secret. Thread-safe.
final class SystemRandom implements RandomSource {
  private final RandomGenerator generator;

  private SystemRandom(RandomGenerator generator) {
    this.generator = generator;
  }

  static SystemRandom create() {
    byte[] seed = new SecureRandom().generateSeed(48);
    return new SystemRandom(RandomGeneratorFactory.of("L128X256MixRandom").create(seed));
  }

  @Override
  public synchronized long getAsLong() {
    return generator.nextLong();
  }
}
