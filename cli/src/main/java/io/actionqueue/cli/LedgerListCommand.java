package io.actionqueue.cli;

import io.actionqueue.cli.queue.Oversight;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.LedgerDetail;
import io.actionqueue.client.wire.LedgerList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Entries of ledgers as a table.
@Command(
    name = "list",
    sortOptions = false,
    header = "List entries of ledgers in order of appending.",
    description = "Entries are never removed: the next page begins where this one ended.")
final class LedgerListCommand extends QueueCommand {
  private static final int MAX_PAYLOAD = 300;

  @Mixin private final ListingOptions slice = new ListingOptions();

  @Mixin private final FilterOptions filter = new FilterOptions();

  @Option(names = "--key", paramLabel = "KEY", description = "Only of lists of this key.")
  private @Nullable String key;

  LedgerListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    wanted();
  }

  private Oversight.LedgerSlice wanted() {
    return new Oversight.LedgerSlice(
        slice.limit(), slice.offset(), filter.tenant(), key, filter.time(), filter.after());
  }

  @Override
  Answer ask(Queue queue) {
    LedgerList list = queue.oversight().ledger(wanted());
    return new Answer(() -> document(list), () -> text(list));
  }

  private Map<String, @Nullable Object> document(LedgerList list) {
    Map<String, @Nullable Object> document = document("ledger list");
    document.putAll(Documents.of(list));
    return document;
  }

  private List<String> text(LedgerList list) {
    if (list.entries().isEmpty() && list.next() == null) {
      return List.of("No entries.");
    }
    var table = Table.of("ENTRY", "RECORDED", "~KEY", "ACTOR", "TENANT", "~PAYLOAD");
    for (LedgerDetail entry : list.entries()) {
      table.row(
          Cell.of(entry.entryId()),
          Cell.of(Words.instant(entry.recordedAt()), Tone.FAINT),
          Cell.of(Words.plain(entry.ledgerKey())),
          Cell.of(entry.actorId() == null ? "-" : entry.actorId()),
          Cell.of(entry.tenantId(), Tone.FAINT),
          Cell.of(Words.bytes(entry.payload(), MAX_PAYLOAD)));
    }
    var lines = new ArrayList<>(table.lines(surroundings));
    lines.addAll(
        ListingOptions.below(list.entries().size(), list.offset(), list.total(), list.next()));
    return lines;
  }
}
