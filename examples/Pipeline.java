// A small data pipeline: tasks that wait for others and read what those have made.
//
//         orders ──┐
//                  ├── join ── report
//      customers ──┘
//
// Run it: examples/run Pipeline [DIRECTORY]

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.id.TaskId;

Outcome load(RunContext run) {
  return switch (run.payload().toUtf8()) {
    case "orders" -> Outcome.success("7 orders");
    case "customers" -> Outcome.success("3 customers");
    default -> Outcome.fail("there is no table " + run.payload().toUtf8());
  };
}

/// Outputs of prerequisites are there when a task starts, in the order of their ids.
Outcome join(RunContext run) {
  var parts =
      run.prerequisites().stream()
          .map(result -> result.output().orElseThrow().toUtf8())
          .sorted()
          .toList();
  return Outcome.success(String.join(" of ", parts.reversed()));
}

Outcome report(RunContext run) {
  String joined = run.prerequisites().getFirst().output().orElseThrow().toUtf8();
  IO.println("report: " + joined);
  return Outcome.success();
}

TaskId submit(ActionQueue queue, TaskRequest request) {
  return queue.submit(request).join().orElseThrow().taskId();
}

void main(String[] arguments) throws IOException {
  Path directory = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("aq");
  var options =
      ActionQueueOptions.at(directory)
          .handler("load", this::load)
          .handler("join", this::join)
          .handler("report", this::report);
  try (var queue = ActionQueue.open(options)) {
    TaskId orders = submit(queue, TaskRequest.of("load").payload("orders"));
    TaskId customers = submit(queue, TaskRequest.of("load").payload("customers"));
    TaskId join = submit(queue, TaskRequest.of("join").after(List.of(orders, customers)));
    TaskId report = submit(queue, TaskRequest.of("report").after(List.of(join)));
    IO.println("report task: " + queue.awaitTask(report).join().runsByState());

    // What waits for a task that fails is canceled, all the way down.
    TaskId broken = submit(queue, TaskRequest.of("load").payload("invoices"));
    TaskId waiting = submit(queue, TaskRequest.of("join").after(List.of(broken)));
    TaskId last = submit(queue, TaskRequest.of("report").after(List.of(waiting)));
    IO.println("behind a failure: " + queue.awaitTask(last).join().runsByState());
  }
}
