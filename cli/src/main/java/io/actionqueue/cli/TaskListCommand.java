package io.actionqueue.cli;

import io.actionqueue.cli.queue.Listing;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.RunsByState;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.client.wire.TaskSummary;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tasks as a table.
@Command(name = "list", sortOptions = false, header = "List tasks, the most urgent ones first.")
final class TaskListCommand extends QueueCommand {
  @Mixin private final ListingOptions slice = new ListingOptions();
  @Mixin private final FilterOptions filter = new FilterOptions();

  @Option(names = "--tag", paramLabel = "TAG", description = "Only tasks with this tag.")
  private @Nullable String tag;

  TaskListCommand(Surroundings surroundings) {
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
        null,
        null,
        tag,
        filter.tenant(),
        filter.time(),
        filter.after());
  }

  @Override
  Answer ask(Queue queue) {
    TaskList list = queue.tasks(listing());
    return new Answer(() -> document(list), () -> text(list));
  }

  private Map<String, @Nullable Object> document(TaskList list) {
    Map<String, @Nullable Object> document = document("task list");
    document.putAll(Documents.of(list));
    return document;
  }

  private List<String> text(TaskList list) {
    if (list.tasks().isEmpty() && list.next() == null) {
      return List.of("No tasks.");
    }
    var table = Table.of("TASK", "STATUS", "~ACTION", ">PRI", "RUNS", "~POLICY", "CREATED");
    list.tasks().forEach(task -> addRow(table, task));
    var lines = new ArrayList<>(table.lines(surroundings));
    lines.addAll(
        ListingOptions.below(list.tasks().size(), list.offset(), list.total(), list.next()));
    return lines;
  }

  private void addRow(Table table, TaskSummary task) {
    List<String> capabilities = task.constraints().requiredCapabilities();
    table.row(
        Cell.of(task.id()),
        Cell.of(task.status().name().toLowerCase(Locale.ROOT), Tone.of(task.status())),
        Cell.of(capabilities == null ? "-" : Words.plain(capabilities.getFirst())),
        Cell.of(task.metadata().priority()),
        Cell.of(runs(task.runsByState())),
        Cell.of(Words.plain(task.runPolicy().canonicalText())),
        Cell.of(Words.distance(task.createdAt(), now()), Tone.FAINT));
  }

  /// How many have ended of how many.
  private static String runs(RunsByState counts) {
    long total = 0;
    long ended = 0;
    for (RunState state : RunState.values()) {
      total += counts.of(state);
      ended += state.isTerminal() ? counts.of(state) : 0;
    }
    return ended + "/" + total;
  }
}
