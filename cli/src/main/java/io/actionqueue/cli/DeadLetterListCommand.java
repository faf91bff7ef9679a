package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.DeadLetterDetail;
import io.actionqueue.client.wire.DeadLetterList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs that failed for good, as a table.
@Command(name = "list", sortOptions = false, header = "List runs that failed for good.")
final class DeadLetterListCommand extends QueueCommand {
  @Mixin private final ListingOptions slice = new ListingOptions();

  DeadLetterListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    slice.limit();
    slice.offset();
  }

  @Override
  Answer ask(Queue queue) {
    DeadLetterList list = queue.oversight().deadLetters(slice.limit(), slice.offset());
    return new Answer(() -> document(list), () -> text(list));
  }

  private Map<String, @Nullable Object> document(DeadLetterList list) {
    Map<String, @Nullable Object> document = document("dead-letter list");
    document.putAll(Documents.of(list));
    return document;
  }

  private List<String> text(DeadLetterList list) {
    if (list.deadLetters().isEmpty()) {
      return List.of("No dead letters.");
    }
    var table = Table.of("RUN", "FAILED", ">ATTEMPTS", ">REDONE", "~ERROR");
    for (DeadLetterDetail letter : list.deadLetters()) {
      table.row(
          Cell.of(letter.run().runId()),
          Cell.of(Words.distance(letter.failedAt(), now()), Tone.FAINT),
          Cell.of(letter.run().attemptCount()),
          Cell.of(letter.redrivenAs().size()),
          Cell.of(Words.plain(letter.error())));
    }
    var lines = new ArrayList<>(table.lines(surroundings));
    String rest = ListingOptions.rest(list.deadLetters().size(), list.offset(), list.total());
    if (!rest.isEmpty()) {
      lines.add(rest);
    }
    return lines;
  }
}
