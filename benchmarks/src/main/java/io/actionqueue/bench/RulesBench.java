package io.actionqueue.bench;

import io.actionqueue.Durability;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What each rule costs: whole lives with one rule and with none in turn, in one process, so that
/// whatever the machine does meets both alike. The rules are so wide that they hold nothing back.
@Command(
    name = "rules",
    description = "What each limit and policy costs: lives with it and without it in turn.",
    mixinStandardHelpOptions = true)
final class RulesBench extends Workplace {
  @Option(
      names = "--rounds",
      description = "Pairs for each rule; the medians count. Default: 5.",
      defaultValue = "5")
  int rounds = 5;

  @Option(names = "--tasks", description = "Tasks of each run. Default: 200000.")
  int tasks = 200_000;

  @Option(names = "--slots", description = "Attempts in flight at once. Default: 1024.")
  int slots = 1024;

  @Option(
      names = "--rules",
      split = ",",
      description = "Which: ${COMPLETION-CANDIDATES}. Default: all.")
  Set<LifeFeature> rules = EnumSet.complementOf(EnumSet.of(LifeFeature.TENANT));

  @Option(
      names = "--durability",
      description = "sync, os or interval (50 ms). Default: sync.",
      defaultValue = "sync")
  String durability = "sync";

  @Override
  void measure() throws Exception {
    System.out.printf(
        "%n%-14s %12s %12s %9s %14s %14s %9s%n",
        "rule", "without/s", "with/s", "of it", "us CPU", "with us CPU", "more");
    for (int i = 0; i < 3; i++) {
      life(null); // for the compilers
    }
    for (LifeFeature rule : rules) {
      compare(rule);
    }
  }

  private void compare(LifeFeature rule) throws Exception {
    var none = new Life.Times[rounds];
    var with = new Life.Times[rounds];
    life(rule); // for the compilers
    for (int i = 0; i < rounds; i++) {
      none[i] = life(rule.without());
      with[i] = life(rule);
    }
    double noneRate = median(perSecond(none));
    double withRate = median(perSecond(with));
    double noneCpu = median(processor(none));
    double withCpu = median(processor(with));
    System.out.printf(
        Locale.ROOT,
        "%-14s %,12.0f %,12.0f %8.0f%% %14.2f %14.2f %+8.1f%%%n",
        rule,
        noneRate,
        withRate,
        100 * withRate / noneRate,
        noneCpu,
        withCpu,
        100 * (withCpu / noneCpu - 1));
  }

  private Life.Times life(@Nullable LifeFeature rule) throws Exception {
    Path store = freshStore();
    Durability when = LifeBench.durability(durability);
    List<LifeFeature> features = rule == null ? List.of() : List.of(rule);
    Life.Times times = new Life(slots, 256, 16_384, when, features).run(store, tasks);
    deleteTree(store);
    System.gc();
    return times;
  }

  private static double[] perSecond(Life.Times[] times) {
    return Arrays.stream(times).mapToDouble(Life.Times::perSecond).toArray();
  }

  private static double[] processor(Life.Times[] times) {
    return Arrays.stream(times).mapToDouble(Life.Times::processorMicrosPerTask).toArray();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
