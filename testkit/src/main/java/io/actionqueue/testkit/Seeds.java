package io.actionqueue.testkit;

import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs properties under seeds and says how to run a failed one again.
///
/// Every property runs under the same fixed seeds in every build, and under one fresh seed that a
/// failure prints. Replay: `-Daq.seed=SEED` runs that seed alone. Longer: `-Daq.seeds=N` runs N
/// fixed seeds.
public final class Seeds {
  /// The system property that names the one seed to run.
  public static final String SEED_PROPERTY = "aq.seed";

  /// The system property that replaces the number of fixed seeds.
  public static final String COUNT_PROPERTY = "aq.seeds";

  /// The system property that says on how many threads [#checkSeedsInParallel] works; default 1.
  public static final String THREADS_PROPERTY = "aq.threads";

  private static final int MANY_FAILURES = 50;

  /// How a failure begins to say how its test is run again; the test follows.
  static final String REPLAY = "replay: build/mvn test -Dtest=";

  private Seeds() {}

  /// What must hold under every seed.
  @FunctionalInterface
  public interface Property {
    /// Checks the property with the randomness of one seed.
    ///
    /// @throws Throwable if it does not hold
    void check(SeededRandom random) throws Throwable;
  }

  /// What must hold under every seed, for properties that need the seed itself.
  @FunctionalInterface
  public interface SeedProperty {
    /// Checks the property for one seed.
    ///
    /// @throws Throwable if it does not hold
    void check(long seed) throws Throwable;
  }

  /// Checks a property under `count` fixed seeds and a fresh one.
  ///
  /// @throws AssertionError naming the seed and the command that replays it, with the failure as
  ///   its cause
  public static void check(int count, Property property) {
    run(caller(), count, seed -> property.check(SeededRandom.of(seed)));
  }

  /// Checks a property under `count` fixed seeds and a fresh one, handing over the seed itself.
  ///
  /// @throws AssertionError naming the seed and the command that replays it, with the failure as
  ///   its cause
  public static void checkSeeds(int count, SeedProperty property) {
    run(caller(), count, property);
  }

  /// Like [#checkSeeds], for properties that share nothing between seeds: `-Daq.threads=N` checks
  /// them on so many threads. All seeds are checked, until fifty of them have failed.
  ///
  /// @throws AssertionError naming the seeds that failed, with the failure of the least as its
  ///   cause
  public static void checkSeedsInParallel(int count, SeedProperty property) {
    Class<?> test = caller();
    if (Long.getLong(SEED_PROPERTY) != null) {
      run(test, count, property);
      return;
    }
    SortedMap<Long, AssertionError> failed = new ConcurrentSkipListMap<>();
    int fixed = Integer.getInteger(COUNT_PROPERTY, count);
    var next = new AtomicInteger(1);
    var threads = new ArrayList<Thread>();
    for (int i = Math.max(1, Integer.getInteger(THREADS_PROPERTY, 1)); i > 0; i--) {
      threads.add(
          Thread.ofPlatform()
              .name("seeds-" + i)
              .start(() -> {
                for (int seed = next.getAndIncrement();
                    seed <= fixed && failed.size() < MANY_FAILURES;
                    seed = next.getAndIncrement()) {
                  note(failed, test, seed, property);
                }
              }));
    }
    threads.forEach(Seeds::join);
    note(failed, test, SystemEntropy.freshSeed(), property);
    if (!failed.isEmpty()) {
      AssertionError first = failed.get(failed.firstKey());
      throw new AssertionError("seeds " + failed.keySet() + " fail; the first: " + first, first);
    }
  }

  private static void note(
      Map<Long, AssertionError> failed, Class<?> test, long seed, SeedProperty property) {
    try {
      checkOne(test, seed, property);
    } catch (AssertionError failure) {
      failed.put(seed, failure);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while seeds are checked", e);
    }
  }

  /// The options that replay one seed of a test class, for messages of campaigns that run their own
  /// loops.
  public static String replay(Class<?> test, long seed) {
    return REPLAY + test.getSimpleName() + " -D" + SEED_PROPERTY + "=" + seed;
  }

  private static void run(Class<?> test, int count, SeedProperty property) {
    Long only = Long.getLong(SEED_PROPERTY);
    if (only != null) {
      checkOne(test, only, property);
      return;
    }
    int fixed = Integer.getInteger(COUNT_PROPERTY, count);
    for (long seed = 1; seed <= fixed; seed++) {
      checkOne(test, seed, property);
    }
    checkOne(test, SystemEntropy.freshSeed(), property);
  }

  private static void checkOne(Class<?> test, long seed, SeedProperty property) {
    try {
      property.check(seed);
    } catch (Throwable failure) {
      throw new AssertionError(
          "fails with seed " + seed + " (" + replay(test, seed) + "): " + failure, failure);
    }
  }

  private static Class<?> caller() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames ->
            frames
                .<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> type != Seeds.class)
                .findFirst()
                .orElse(Seeds.class));
  }
}
