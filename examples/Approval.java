// A plan that a person approves or rejects before it is carried out. Planning suspends itself; the
// decision of the person is a task of its own, and what waits for a rejection never runs.
//
//   plan ── review ── execute
//
// Run it: examples/run Approval [DIRECTORY]

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;

final Map<TaskId, String> verdicts = new ConcurrentHashMap<>();
final BlockingQueue<RunId> waiting = new LinkedBlockingQueue<>();

/// The first attempt sets the run aside until somebody has decided; the next one reads how.
Outcome review(RunContext run) {
  String plan = run.prerequisites().getFirst().output().orElseThrow().toUtf8();
  String verdict = verdicts.get(run.taskId());
  if (verdict == null) {
    return Outcome.suspend(Bytes.utf8(plan));
  }
  return verdict.equals("approved")
      ? Outcome.success("approved: " + plan)
      : Outcome.fail("rejected: " + plan);
}

TaskId submit(ActionQueue queue, TaskRequest request) {
  return queue.submit(request).join().orElseThrow().taskId();
}

void carryOut(ActionQueue queue, String plan, String verdict) throws InterruptedException {
  TaskId planning = submit(queue, TaskRequest.of("plan").payload(plan));
  TaskId review = submit(queue, TaskRequest.of("review").after(List.of(planning)));
  TaskId execution = submit(queue, TaskRequest.of("execute").after(List.of(review)));
  RunId run = waiting.take();
  IO.println("waiting for a decision: " + plan);
  verdicts.put(review, verdict);
  queue.resumeRun(run).join();
  IO.println(verdict + ": " + queue.awaitTask(execution).join().runsByState());
}

void main(String[] arguments) throws Exception {
  Path directory = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("aq");
  var options =
      ActionQueueOptions.at(directory)
          .handler("plan", run -> Outcome.success(run.payload()))
          .handler("review", this::review)
          .handler("execute", run -> {
            IO.println("carried out: " + run.prerequisites().getFirst().output().get().toUtf8());
            return Outcome.success();
          });
  try (var queue = ActionQueue.open(options)) {
    queue.onEvent(notice -> {
      if (notice.event() instanceof RunEvent.RunSuspended event) {
        waiting.add(event.runId());
      }
    });
    carryOut(queue, "restart the web servers", "approved");
    carryOut(queue, "drop the database", "rejected");
  }
}
