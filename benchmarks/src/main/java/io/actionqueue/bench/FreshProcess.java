package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Opens a data directory in a process that has done nothing before, as a service does that starts:
/// nothing is compiled, no memory was touched.
@Command(
    name = "fresh-process",
    description = "Opens a data directory once and prints how long that took.",
    hidden = true)
final class FreshProcess implements Callable<Integer> {
  @Parameters(description = "The data directory.")
  Path directory = Path.of("");

  /// How long an opening took.
  ///
  /// @param seconds from the call to the engine that answers
  /// @param pausedSeconds how long of that the collector held all threads
  record Opened(double seconds, double pausedSeconds) {}

  /// Opens a directory in a process of its own, with the flags of this one.
  static Opened open(Path directory) throws IOException, InterruptedException {
    Process process = OwnProcess.of(List.of("fresh-process", directory.toString())).start();
    String[] words =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .strip()
            .split(" ", -1);
    if (process.waitFor() != 0 || words.length != 2) {
      throw new IOException("the process that was to open " + directory + " has failed");
    }
    return new Opened(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
  }

  @Override
  public Integer call() {
    double paused = pausedSeconds();
    long begin = System.nanoTime();
    try (var queue = ActionQueue.open(options())) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.println(seconds + " " + (pausedSeconds() - paused));
      queue.stats().join();
    }
    return 0;
  }

  private ActionQueueOptions options() {
    return ActionQueueOptions.at(directory).handler("noop", _ -> Outcome.success());
  }

  private static double pausedSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(collector -> collector.getCollectionTime())
            .sum()
        / 1e3;
  }
}
