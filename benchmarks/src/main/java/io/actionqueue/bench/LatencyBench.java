package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.TaskRequest;
import java.util.concurrent.LinkedTransferQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How soon a task runs on an engine that is idle: from the call of submit to its acknowledgement
/// and to the first instruction of its handler, one task at a time.
@Command(
    name = "latency",
    description = "Time from submit to acknowledgement and to the start of the handler.",
    mixinStandardHelpOptions = true)
final class LatencyBench extends Workplace {
  @Option(names = "--tasks", description = "How many. Default: 5000.", defaultValue = "5000")
  int tasks = 5000;

  @Override
  void measure() throws Exception {
    var starts = new LinkedTransferQueue<Long>();
    var options =
        ActionQueueOptions.at(freshStore())
            .handler(
                "stamp",
                _ -> {
                  starts.add(System.nanoTime());
                  return Outcome.success();
                });
    var acknowledged = new Samples();
    var started = new Samples();
    try (var queue = ActionQueue.open(options)) {
      for (int i = 0; i < tasks * 2; i++) {
        long begin = System.nanoTime();
        queue.submit(TaskRequest.of("stamp")).join().orElseThrow();
        long answered = System.nanoTime();
        long start = starts.take();
        if (i >= tasks) { // the first half warms up
          acknowledged.add(answered - begin);
          started.add(start - begin);
        }
      }
    }
    System.out.printf("%nsubmit to acknowledged  %s%n", acknowledged);
    System.out.printf("submit to handler       %s%n", started);
  }
}
