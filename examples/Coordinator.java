// A coordinator that works within a budget: it reports what it uses while it goes, is asked to stop
// when the budget is used up, keeps how far it came, and goes on there after a replenishment. For
// each chapter it hands out a child task, in the same atomic write as its own suspension or success.
//
// Run it: examples/run Coordinator [DIRECTORY]

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;

final CompletableFuture<ActionQueue> opened = new CompletableFuture<>();

Outcome summarise(RunContext run) {
  int chapter = run.partialOutput().map(Bytes::toUtf8).map(Integer::parseInt).orElse(0);
  IO.println("attempt " + run.attempt() + " goes on after chapter " + chapter);
  while (chapter < 5) {
    chapter++;
    run.progress(chapter * 20, "chapter " + chapter);
    run.report(BudgetDimension.TOKEN, 40);
    run.submitWithOutcome(
        TaskRequest.of("review").payload("chapter " + chapter).parent(run.taskId()));
    if (isUsedUp(run)) {
      IO.println("used up after chapter " + chapter + ": " + run.cancellation().reason().get());
      return Outcome.suspend(Bytes.utf8(Integer.toString(chapter)));
    }
  }
  return Outcome.success("5 chapters");
}

/// Asks after the report has been counted: what a handler tells and asks keeps its order.
boolean isUsedUp(RunContext run) {
  opened.join().budgets().show(run.taskId(), BudgetDimension.TOKEN).join();
  return run.cancellation().isRequested();
}

void main(String[] arguments) throws Exception {
  Path directory = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("aq");
  var suspended = new CompletableFuture<RunId>();
  var options =
      ActionQueueOptions.at(directory)
          .handler("summarise", this::summarise)
          .handler("review", run -> Outcome.success());
  try (var queue = ActionQueue.open(options)) {
    opened.complete(queue);
    queue.onEvent(notice -> {
      if (notice.event() instanceof io.actionqueue.core.event.RunEvent.RunSuspended event) {
        suspended.complete(event.runId());
      }
    });
    // Held until the budget stands, so that the first attempt cannot start without one.
    queue.pause().join();
    TaskId task = queue.submit(TaskRequest.of("summarise")).join().orElseThrow().taskId();
    queue.budgets().allocate(task, BudgetDimension.TOKEN, 100).join();
    queue.resume().join();

    RunId run = suspended.join();
    var budget = queue.budgets().show(task, BudgetDimension.TOKEN).join().orElseThrow();
    IO.println("budget: " + budget.consumed() + " of " + budget.limit());
    queue.budgets().replenish(task, BudgetDimension.TOKEN, 1000).join();
    queue.resumeRun(run).join();

    IO.println("coordinator: " + queue.awaitTask(task).join().runsByState());
    var children = queue.workflow().children(task).join().orElseThrow().children();
    for (var child : children) {
      queue.awaitTask(child.taskId()).join();
    }
    IO.println("children: " + children.size());
  }
}
