package io.actionqueue.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What each rule costs the engine: an engine with the rule and one without it take a few hundred
/// tasks each through their lives in turn, on one thread, and the processor time of the thread is
/// compared turn by turn: what else the machine does meets both alike. The rules are so wide that
/// they hold nothing back. The first line compares an engine without any rule with another one:
/// what it shows is noise.
@Command(
    name = "rules",
    description = "What each limit and policy costs: lives with it and without it in turn.",
    mixinStandardHelpOptions = true)
final class RulesBench extends Workplace {
  private static final int LIVES = 512;

  @Option(
      names = "--turns",
      description = "Turns of 512 lives with the rule and 512 without it. Default: 300.",
      defaultValue = "300")
  int turns = 300;

  @Option(names = "--slots", description = "Attempts in flight at once. Default: 1024.")
  int slots = 1024;

  @Option(
      names = "--rules",
      split = ",",
      description = "Which: ${COMPLETION-CANDIDATES}. Default: all.")
  Set<LifeFeature> rules = EnumSet.complementOf(EnumSet.of(LifeFeature.TENANT));

  @Override
  void measure() throws Exception {
    for (LifeFeature rule : rules) {
      turns(rule.without(), rule, turns / 2); // for the compilers
    }
    System.out.printf(
        "%n%-14s %10s %10s %8s %8s %8s %10s %10s %8s%n",
        "rule", "ns a life", "with it", "more", "from", "to", "bytes made", "with it", "more");
    compare("nothing", null, null);
    for (LifeFeature rule : rules) {
      compare(rule.toString(), rule.without(), rule);
    }
  }

  private void compare(String name, @Nullable LifeFeature without, @Nullable LifeFeature with)
      throws Exception {
    Result result = turns(without, with, turns);
    System.out.printf(
        Locale.ROOT,
        "%-14s %,10.0f %,10.0f %+7.1f%% %+7.1f%% %+7.1f%% %,10.0f %,10.0f %+7.1f%%%n",
        name,
        result.nanos.medianWithout(),
        result.nanos.medianWith(),
        result.nanos.more(),
        result.nanos.moreAtLeast(),
        result.nanos.moreAtMost(),
        result.bytes.medianWithout(),
        result.bytes.medianWith(),
        result.bytes.more());
  }

  /// Two engines side by side.
  ///
  /// @param nanos processor time a life
  /// @param bytes allocated a life
  private record Result(Pairs nanos, Pairs bytes) {}

  private Result turns(@Nullable LifeFeature without, @Nullable LifeFeature with, int count)
      throws Exception {
    var nanos = new Pairs(count);
    var bytes = new Pairs(count);
    Path first = freshStore();
    Path second = freshStore();
    try (var one = new Stepped(first, slots, without);
        var other = new Stepped(second, slots, with)) {
      for (int turn = 0; turn < count; turn++) {
        boolean begins = turn % 2 == 0; // neither always follows the other
        Stepped.Cost early = (begins ? one : other).lives(LIVES);
        Stepped.Cost late = (begins ? other : one).lives(LIVES);
        nanos.add((begins ? early : late).nanos(), (begins ? late : early).nanos());
        bytes.add((begins ? early : late).bytes(), (begins ? late : early).bytes());
      }
    }
    deleteTree(first);
    deleteTree(second);
    System.gc();
    return new Result(nanos, bytes);
  }
}
