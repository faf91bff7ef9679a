package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.TaskSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// When a task is due next.
@Command(
    name = "schedule",
    sortOptions = false,
    header = "Tell when a task is due next, and which slots were passed over.",
    description = "Needs a daemon.")
final class TaskScheduleCommand extends QueueCommand {
  private static final int MAX_COUNT = 1000;

  @Parameters(paramLabel = "TASK_ID", description = "The task.")
  private String task = "";

  @Option(names = "--count", paramLabel = "N", description = "How many instants, 1 to 1000 (5).")
  private String count = "5";

  TaskScheduleCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.task(task);
    count();
  }

  private int count() {
    return NumberText.in("--count", count, 1, MAX_COUNT);
  }

  @Override
  Answer ask(Queue queue) {
    TaskSchedule schedule = queue.schedule(Ids.task(task), count());
    return new Answer(() -> document(schedule), () -> text(schedule));
  }

  private Map<String, @Nullable Object> document(TaskSchedule schedule) {
    Map<String, @Nullable Object> document = document("task schedule");
    document.putAll(Documents.of(schedule));
    return document;
  }

  private List<String> text(TaskSchedule schedule) {
    var lines = new ArrayList<String>();
    for (long at : schedule.next()) {
      lines.add(Words.instant(at) + "  " + Words.distance(at, now()));
    }
    if (lines.isEmpty()) {
      lines.add("Nothing is due.");
    }
    TaskSchedule.PassedOver gone = schedule.passedOver();
    if (gone != null) {
      lines.add(
          gone.count()
              + " slots passed over, "
              + Words.instant(gone.first())
              + " to "
              + Words.instant(gone.last()));
    }
    return lines;
  }
}
