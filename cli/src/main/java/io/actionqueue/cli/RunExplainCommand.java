package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.Blocker;
import io.actionqueue.client.wire.RunExplanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Why a run waits.
@Command(
    name = "explain",
    sortOptions = false,
    header = "Say why a run is, or is not, executing.",
    description = "Every reason that holds now, from the gate that decides.")
final class RunExplainCommand extends QueueCommand {
  @Parameters(paramLabel = "RUN_ID", description = "The run.")
  private String id = "";

  RunExplainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.run(id);
  }

  @Override
  Answer ask(Queue queue) {
    RunExplanation explanation = queue.explain(Ids.run(id));
    return new Answer(() -> document(explanation), () -> text(explanation));
  }

  private Map<String, @Nullable Object> document(RunExplanation explanation) {
    Map<String, @Nullable Object> document = document("run explain");
    document.putAll(Documents.of(explanation));
    return document;
  }

  private List<String> text(RunExplanation explanation) {
    var lines = new ArrayList<String>();
    lines.add(explanation.state().wireName() + ". " + Words.plain(explanation.summary()));
    if (!explanation.blockedBy().isEmpty()) {
      var table = Table.of("REASON", "~DETAIL", "UNTIL");
      explanation.blockedBy().forEach(reason -> table.row(cells(reason)));
      lines.add("");
      lines.addAll(table.lines(surroundings));
    }
    return lines;
  }

  private Cell[] cells(Blocker reason) {
    Long until = reason.until();
    String end =
        until == null ? "-" : Words.instant(until) + " (" + Words.distance(until, now()) + ")";
    return new Cell[] {
      Cell.of(reason.code(), Tone.WAITING), Cell.of(Words.plain(reason.detail())), Cell.of(end)
    };
  }
}
