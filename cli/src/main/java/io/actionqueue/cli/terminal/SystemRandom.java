package io.actionqueue.cli.terminal;

import io.actionqueue.core.port.RandomSource;
import java.security.SecureRandom;

/// Random bits that nobody can guess.
final class SystemRandom implements RandomSource {
  private final SecureRandom secure = new SecureRandom();

  @Override
  public long getAsLong() {
    return secure.nextLong();
  }
}
