package io.actionqueue.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What each rule costs the engine. Each is measured in a process of its own ([RuleCost]), as a
/// service has some rules and not all of them; with `--one-process` all are, one after the other,
/// by code that was compiled for those before it.
///
/// The first line compares an engine without any rule with another one: what it shows is noise.
@Command(
    name = "rules",
    description = "What each limit and policy costs: lives with it and without it in turn.",
    mixinStandardHelpOptions = true)
final class RulesBench extends Workplace {
  @Option(
      names = "--turns",
      description =
          "Turns with the rule, and as many without it, of 512 lives; of 4096 in service. Default:"
              + " 300.",
      defaultValue = "300")
  int turns = 300;

  @Option(
      names = "--in-service",
      description =
          "With all threads, every step synced: time by the clock and processor time of the process.")
  boolean inService;

  @Option(
      names = "--one-process",
      description = "All rules one after the other in one process, not each in one of its own.")
  boolean oneProcess;

  @Option(names = "--slots", description = "Attempts in flight at once. Default: 1024.")
  int slots = 1024;

  @Option(
      names = "--rules",
      split = ",",
      description = "Which: ${COMPLETION-CANDIDATES}. Default: all.")
  Set<LifeFeature> rules = EnumSet.complementOf(EnumSet.of(LifeFeature.TENANT));

  @Override
  void measure() throws Exception {
    String beside = inService ? "CPU ns" : "bytes made";
    System.out.printf(
        "%n%-14s %10s %10s %8s %8s %8s %10s %10s %8s%n",
        "rule", "ns a life", "with it", "more", "from", "to", beside, "with it", "more");
    measure(null);
    for (LifeFeature rule : rules) {
      measure(rule);
    }
  }

  private void measure(@Nullable LifeFeature rule) throws Exception {
    if (oneProcess) {
      cost(rule).measure();
    } else {
      inOwnProcess(rule);
    }
  }

  private RuleCost cost(@Nullable LifeFeature rule) {
    var cost = new RuleCost();
    cost.directory = workDirectory();
    cost.turns = turns;
    cost.slots = slots;
    cost.inService = inService;
    cost.rule = rule;
    return cost;
  }

  private void inOwnProcess(@Nullable LifeFeature rule) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("rule-cost", workDirectory().toString()));
    arguments.addAll(List.of("--turns", String.valueOf(turns), "--slots", String.valueOf(slots)));
    if (inService) {
      arguments.add("--in-service");
    }
    if (rule != null) {
      arguments.addAll(List.of("--rule", rule.toString()));
    }
    Process process =
        OwnProcess.of(arguments).redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    if (process.waitFor() != 0) {
      throw new IOException("the process that was to measure " + rule + " has failed");
    }
  }
}
