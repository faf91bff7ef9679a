package io.actionqueue.testkit;

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

  /// The options that replay one seed of a test class, for messages of campaigns that run their own
  /// loops.
  public static String replay(Class<?> test, long seed) {
    return "replay: build/mvn test -Dtest="
        + test.getSimpleName()
        + " -D"
        + SEED_PROPERTY
        + "="
        + seed;
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
