// A cron job: every second, three times. Slots that pass while the program is down are caught up
// when it opens the directory again.
//
// Run it: examples/run Schedule [DIRECTORY]

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.RunPolicy;

void main(String[] arguments) throws IOException {
  Path directory = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("aq");
  var firings = new java.util.concurrent.atomic.AtomicInteger();
  var options =
      ActionQueueOptions.at(directory)
          .handler("tick", run -> {
            IO.println("firing " + firings.incrementAndGet());
            return Outcome.success(Long.toString(run.scheduledAt()));
          });
  TaskId task;
  try (var queue = ActionQueue.open(options)) {
    // second, minute, hour, day of the month, month, day of the week
    var everySecond = new RunPolicy.Cron("* * * * * *", 3L);
    task = queue.submit(TaskRequest.of("tick").runPolicy(everySecond)).join().orElseThrow().taskId();
    queue.awaitTask(task).join();
  }
  // A durable directory can be opened again by anybody: the runs are still there.
  try (var queue = ActionQueue.open(options)) {
    IO.println("after reopening: " + queue.task(task).join().orElseThrow().runsByState());
  }
  long noon = CronExpression.parse("0 0 12 * * Mon-Fri").nextAfter(1_749_990_896L).orElseThrow();
  IO.println("next noon on a weekday: " + Instant.ofEpochSecond(noon));
}
