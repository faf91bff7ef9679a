package io.actionqueue.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What each rule costs the engine: an engine with the rule and one without it take a few hundred
/// tasks each through their lives in turn, and what that costs is compared turn by turn: what else
/// the machine does meets both alike. Either on one thread, by its processor time; or in service,
/// with all threads and every step synced, by the clock. The rules are so wide that they hold
/// nothing back. The first line compares an engine without any rule with another one: what it shows
/// is noise.
@Command(
    name = "rules",
    description = "What each limit and policy costs: lives with it and without it in turn.",
    mixinStandardHelpOptions = true)
final class RulesBench extends Workplace {
  private static final int LIVES = 512;
  private static final int LIVES_IN_SERVICE = 16_384;

  @Option(
      names = "--turns",
      description =
          "Turns of 512 lives with the rule and 512 without it; of 16384 in service. Default: 300,"
              + " in service 60.")
  @Nullable Integer turns;

  @Option(
      names = "--in-service",
      description =
          "With all threads, every step synced: time by the clock and processor time of the process.")
  boolean inService;

  @Option(names = "--slots", description = "Attempts in flight at once. Default: 1024.")
  int slots = 1024;

  @Option(
      names = "--rules",
      split = ",",
      description = "Which: ${COMPLETION-CANDIDATES}. Default: all.")
  Set<LifeFeature> rules = EnumSet.complementOf(EnumSet.of(LifeFeature.TENANT));

  @Override
  void measure() throws Exception {
    int most = turns != null ? turns : inService ? 60 : 300;
    for (LifeFeature rule : rules) {
      turns(rule.without(), rule, inService ? most / 6 : most / 2); // for the compilers
    }
    String beside = inService ? "CPU ns" : "bytes made";
    System.out.printf(
        "%n%-14s %10s %10s %8s %8s %8s %10s %10s %8s%n",
        "rule", "ns a life", "with it", "more", "from", "to", beside, "with it", "more");
    compare("nothing", null, null, most);
    for (LifeFeature rule : rules) {
      compare(rule.toString(), rule.without(), rule, most);
    }
  }

  private void compare(
      String name, @Nullable LifeFeature without, @Nullable LifeFeature with, int count)
      throws Exception {
    Result result = turns(without, with, count);
    System.out.printf(
        Locale.ROOT,
        "%-14s %,10.0f %,10.0f %+7.1f%% %+7.1f%% %+7.1f%% %,10.0f %,10.0f %+7.1f%%%n",
        name,
        result.nanos.medianWithout(),
        result.nanos.medianWith(),
        result.nanos.more(),
        result.nanos.moreAtLeast(),
        result.nanos.moreAtMost(),
        result.beside.medianWithout(),
        result.beside.medianWith(),
        result.beside.more());
  }

  /// Two engines side by side.
  ///
  /// @param nanos time a life
  /// @param beside what else a life took
  private record Result(Pairs nanos, Pairs beside) {}

  private Result turns(@Nullable LifeFeature without, @Nullable LifeFeature with, int count)
      throws Exception {
    var nanos = new Pairs(count);
    var beside = new Pairs(count);
    Path first = freshStore();
    Path second = freshStore();
    int lives = inService ? LIVES_IN_SERVICE : LIVES;
    try (Contender one = contender(first, without);
        Contender other = contender(second, with)) {
      for (int turn = 0; turn < count; turn++) {
        boolean begins = turn % 2 == 0; // neither always follows the other
        Contender.Cost early = (begins ? one : other).lives(lives);
        Contender.Cost late = (begins ? other : one).lives(lives);
        nanos.add((begins ? early : late).nanos(), (begins ? late : early).nanos());
        beside.add((begins ? early : late).beside(), (begins ? late : early).beside());
      }
    }
    deleteTree(first);
    deleteTree(second);
    System.gc();
    return new Result(nanos, beside);
  }

  private Contender contender(Path store, @Nullable LifeFeature feature) {
    return inService ? new InService(store, slots, feature) : new Stepped(store, slots, feature);
  }
}
