package io.actionqueue.storage.fuzz;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;

/// Runs inputs in blocks, each of which follows from its seed and must end in time. A failure names
/// the seed, the input's number in its block, and the command that runs the block again.
public final class Fuzz {
  private static final long INPUTS = Long.getLong("aq.fuzz.inputs", 200_000);
  private static final int BLOCK = 10_000;
  private static final Duration SOON = Duration.ofMinutes(3);

  private Fuzz() {}

  /// A stream of inputs.
  @FunctionalInterface
  public interface Stream {
    /// Makes ready for one block.
    Input begin(SeededRandom random) throws Exception;
  }

  /// One input after the other.
  @FunctionalInterface
  public interface Input {
    /// Tries the next one.
    void next() throws Exception;
  }

  /// A part of all inputs.
  public static long share(double part) {
    return Math.max(BLOCK / 10, Math.round(INPUTS * part));
  }

  /// Tries so many inputs.
  public static void run(Class<?> test, long inputs, Stream stream) {
    Long only = Long.getLong(Seeds.SEED_PROPERTY);
    if (only != null) {
      block(test, only, BLOCK, stream);
      return;
    }
    long seed = 1;
    for (long left = inputs; left > 0; left -= BLOCK) {
      block(test, seed++, (int) Math.min(left, BLOCK), stream);
    }
  }

  private static void block(Class<?> test, long seed, int inputs, Stream stream) {
    int[] number = {0};
    try {
      Input input = stream.begin(SeededRandom.of(seed));
      Assertions.assertTimeoutPreemptively(
          SOON,
          () -> {
            for (; number[0] < inputs; number[0]++) {
              input.next();
            }
          });
    } catch (Throwable failure) {
      throw new AssertionError(
          "input %d of seed %d (%s): %s"
              .formatted(number[0], seed, Seeds.replay(test, seed), failure),
          failure);
    }
  }
}
