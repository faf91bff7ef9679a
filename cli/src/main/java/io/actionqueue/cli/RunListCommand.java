package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Listing;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.core.run.RunState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs as a table.
@Command(name = "list", sortOptions = false, header = "List runs by due time.")
final class RunListCommand extends QueueCommand {
  @Mixin private final ListingOptions slice = new ListingOptions();
  @Mixin private final FilterOptions filter = new FilterOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only runs in this state, such as Ready or retry_wait.")
  private @Nullable String state;

  @Option(names = "--task", paramLabel = "TASK_ID", description = "Only runs of this task.")
  private @Nullable String task;

  RunListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    listing();
  }

  private Listing listing() {
    return new Listing(
        slice.limit(),
        slice.offset(),
        state == null ? null : state(state),
        task == null ? null : Ids.task(task),
        null,
        filter.tenant(),
        filter.time(),
        filter.after());
  }

  private static RunState state(String text) {
    for (RunState each : RunState.values()) {
      if (each.wireName().equalsIgnoreCase(text)
          || each.label().equals(text.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    String names =
        Arrays.stream(RunState.values()).map(RunState::wireName).collect(Collectors.joining(", "));
    throw CliFailure.badInput("--state must be one of " + names + ", was '" + text + "'");
  }

  @Override
  Answer ask(Queue queue) {
    RunList list = queue.runs(listing());
    RunTable.Columns columns =
        task == null ? RunTable.Columns.OF_MANY_TASKS : RunTable.Columns.OF_ONE_TASK;
    return new Answer(() -> document(list), () -> RunTable.lines(surroundings, list, columns));
  }

  private Map<String, @Nullable Object> document(RunList list) {
    Map<String, @Nullable Object> document = document("run list");
    document.putAll(Documents.of(list));
    return document;
  }
}
