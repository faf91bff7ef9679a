package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Oversight;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.DeadLetterList;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.RedriveAnswer;
import io.actionqueue.core.id.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Does failed runs again.
@Command(
    name = "redrive",
    sortOptions = false,
    header = "Do failed runs again, each as a new task.",
    description = {
      "Needs a daemon. A task gets no schedule, deadline or prerequisites. Every run is accepted or",
      "refused for itself; exit 3 if one was refused."
    })
final class DeadLetterRedriveCommand extends PlacedCommand {
  /// As many as one request takes.
  private static final int BATCH = 1000;

  @Parameters(paramLabel = "RUN_ID", arity = "0..*", description = "Failed runs.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "Every failed run that nobody has done again.")
  private boolean all;

  DeadLetterRedriveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    if (all != ids.isEmpty()) {
      throw CliFailure.badInput("name runs, or say --all");
    }
    named();
  }

  private List<RunId> named() {
    return ids.stream().map(Ids::run).toList();
  }

  @Override
  int work(Queue queue) {
    Oversight oversight = queue.oversight();
    if (!queue.isServed()) {
      oversight.redrive(List.of()); // says that nobody works there
    }
    List<RunId> wanted = all ? untouched(oversight) : named();
    List<RedriveAnswer> answers = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += BATCH) {
      int to = Math.min(from + BATCH, wanted.size());
      answers.addAll(oversight.redrive(wanted.subList(from, to)));
    }
    print(new Answer(() -> document(answers), () -> text(answers)));
    long refused = answers.stream().filter(answer -> answer.error() != null).count();
    if (refused > 0) {
      throw CliFailure.validation(
          "redrive_refused", Words.count(refused, "run") + " of " + answers.size() + " refused");
    }
    return 0;
  }

  private static List<RunId> untouched(Oversight oversight) {
    var found = new ArrayList<RunId>();
    long offset = 0;
    DeadLetterList page;
    do {
      page = oversight.deadLetters(BATCH, offset);
      page.deadLetters().stream()
          .filter(letter -> letter.redrivenAs().isEmpty())
          .forEach(letter -> found.add(letter.run().runId()));
      offset += page.deadLetters().size();
    } while (!page.deadLetters().isEmpty() && offset < page.total());
    return found;
  }

  private Map<String, @Nullable Object> document(List<RedriveAnswer> answers) {
    Map<String, @Nullable Object> document = document("dead-letter redrive");
    document.put("results", Documents.list(answers));
    return document;
  }

  private List<String> text(List<RedriveAnswer> answers) {
    if (answers.isEmpty()) {
      return List.of("Nothing to do again.");
    }
    var table = Table.of("RUN", "NEW TASK", "REFUSED");
    for (RedriveAnswer answer : answers) {
      ErrorBody error = answer.error();
      table.row(
          Cell.of(answer.runId(), Tone.FAINT),
          Cell.of(answer.taskId() == null ? "-" : answer.taskId()),
          error == null ? Cell.of("") : Cell.of(error.error(), Tone.BAD));
    }
    return table.lines(surroundings);
  }
}
