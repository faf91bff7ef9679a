package io.actionqueue.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What one rule costs the engine: an engine with the rule and one without it take some tasks each
/// through their lives in turn, and what that costs is compared turn by turn: what else the machine
/// does meets both alike. Either on one thread, by its processor time; or in service, with all
/// threads and every step synced, by the clock. The rules are so wide that they hold nothing back.
///
/// Both begin anew in fresh directories after so many lives, since an engine has the more to do the
/// more it holds.
@Command(
    name = "rule-cost",
    description = "Measures one rule for 'rules' and prints a line of its table.",
    hidden = true)
final class RuleCost implements Callable<Integer> {
  private static final int LIVES = 512;
  private static final int LIVES_IN_SERVICE = 4_096;
  private static final int LIVES_A_STORE = 131_072;

  /// Lives for the compilers, with the rule and without it each.
  private static final int WARM_UP = 262_144;

  @Parameters(description = "Where to work.")
  Path directory = Path.of("");

  @Option(names = "--turns")
  int turns;

  @Option(names = "--slots")
  int slots;

  @Option(names = "--in-service")
  boolean inService;

  @Option(names = "--rule")
  @Nullable LifeFeature rule;

  private final Pairs nanos = new Pairs();
  private final Pairs beside = new Pairs();
  private int made;

  @Override
  public Integer call() throws Exception {
    measure();
    return 0;
  }

  /// Measures and prints.
  void measure() throws Exception {
    int lives = inService ? LIVES_IN_SERVICE : LIVES;
    for (int done = 0; done < WARM_UP; done += LIVES_A_STORE) {
      pairs(lives, LIVES_A_STORE / lives, false);
    }
    for (int left = turns; left > 0; left -= LIVES_A_STORE / lives) {
      System.gc(); // what the engines before them held is not for these to clear away
      pairs(lives, Math.min(left, LIVES_A_STORE / lives), true);
    }
    print();
  }

  /// Lets two fresh engines take turns.
  private void pairs(int lives, int count, boolean counts) throws Exception {
    Path first = freshStore();
    Path second = freshStore();
    try (Contender without = contender(first, rule == null ? null : rule.without());
        Contender with = contender(second, rule)) {
      without.lives(lives); // files, tables and threads are there then
      with.lives(lives);
      for (int turn = 0; turn < count; turn++) {
        boolean begins = turn % 2 == 0; // neither always follows the other
        Contender.Cost early = (begins ? without : with).lives(lives);
        Contender.Cost late = (begins ? with : without).lives(lives);
        if (counts) {
          nanos.add((begins ? early : late).nanos(), (begins ? late : early).nanos());
          beside.add((begins ? early : late).beside(), (begins ? late : early).beside());
        }
      }
    }
    Workplace.deleteTree(first);
    Workplace.deleteTree(second);
  }

  private Path freshStore() {
    return directory.resolve((rule == null ? "nothing" : rule.toString()) + "-" + made++);
  }

  private Contender contender(Path store, @Nullable LifeFeature feature) {
    return inService ? new InService(store, slots, feature) : new Stepped(store, slots, feature);
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "%-14s %,10.0f %,10.0f %+7.1f%% %+7.1f%% %+7.1f%% %,10.0f %,10.0f %+7.1f%%%n",
        rule == null ? "nothing" : rule.toString(),
        nanos.medianWithout(),
        nanos.medianWith(),
        nanos.more(),
        nanos.moreAtLeast(),
        nanos.moreAtMost(),
        beside.medianWithout(),
        beside.medianWith(),
        beside.more());
  }
}
