// A plan that a person approves or rejects before it is carried out. The review waits at a gate, in
// the log and not in memory: it still waits after a restart. What waits for a rejection never runs.
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
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.GateVerdict;

final BlockingQueue<RunId> waiting = new LinkedBlockingQueue<>();

/// The first attempt sets the run aside until somebody has decided; the next one finds the approval.
/// A rejection ends the run without asking it again.
Outcome review(RunContext run) {
  String plan = run.prerequisites().getFirst().output().orElseThrow().toUtf8();
  return run.decision("review")
      .map(decision -> Outcome.success(decision.comment() + ": " + plan))
      .orElseGet(() -> Outcome.awaitDecision("review", Bytes.utf8(plan)));
}

TaskId submit(ActionQueue queue, TaskRequest request) {
  return queue.submit(request).join().orElseThrow().taskId();
}

void carryOut(ActionQueue queue, String plan, GateVerdict verdict) throws InterruptedException {
  TaskId planning = submit(queue, TaskRequest.of("plan").payload(plan));
  TaskId review = submit(queue, TaskRequest.of("review").after(List.of(planning)));
  TaskId execution = submit(queue, TaskRequest.of("execute").after(List.of(review)));
  RunId run = waiting.take();
  IO.println("waiting for a decision: " + plan);
  switch (verdict) {
    case APPROVED -> queue.approvals().approve(run, "review", "approved").join();
    case REJECTED -> queue.approvals().reject(run, "review", "too dangerous").join();
  }
  String what = verdict.name().toLowerCase(Locale.ROOT);
  IO.println(what + ": " + queue.awaitTask(execution).join().runsByState());
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
      if (notice.event() instanceof ExtensionEvent.GateOpened event) {
        waiting.add(event.runId());
      }
    });
    carryOut(queue, "restart the web servers", GateVerdict.APPROVED);
    carryOut(queue, "drop the database", GateVerdict.REJECTED);
  }
}
