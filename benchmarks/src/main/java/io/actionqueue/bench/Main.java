package io.actionqueue.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The entry point: `build/bench life`, `build/bench latency` and so on.
@Command(
    name = "bench",
    description = "Measures ActionQueue on this machine, with the raw device beside it.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DeviceBench.class,
      LifeBench.class,
      RulesBench.class,
      TickBench.class,
      LatencyBench.class,
      AppendBench.class,
      ReplayBench.class,
      OpenBench.class,
      SnapshotBench.class,
      FreshProcess.class,
      RuleCost.class
    })
final class Main implements Runnable {
  private Main() {}

  /// Runs one measurement and exits with 0, or with 2 for a wrong call.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
