package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.LedgerDetail;
import io.actionqueue.core.id.LedgerEntryId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// One entry of a ledger.
@Command(name = "get", sortOptions = false, header = "Show one entry of a ledger.")
final class LedgerGetCommand extends QueueCommand {
  private static final int MAX_PAYLOAD = 4000;

  @Parameters(paramLabel = "ENTRY_ID", description = "The entry.")
  private String id = "";

  LedgerGetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    entry();
  }

  private LedgerEntryId entry() {
    return Ids.of("ENTRY_ID", id, LedgerEntryId::parse, "invalid_ledger_entry_id");
  }

  @Override
  Answer ask(Queue queue) {
    LedgerDetail entry = queue.oversight().entry(entry());
    return new Answer(() -> document(entry), () -> text(entry));
  }

  private Map<String, @Nullable Object> document(LedgerDetail entry) {
    Map<String, @Nullable Object> document = document("ledger get");
    document.put("entry", Documents.of(entry));
    return document;
  }

  private List<String> text(LedgerDetail entry) {
    var facts = new Facts(surroundings);
    facts.add("entry", entry.entryId().toString());
    facts.add("tenant", entry.tenantId().toString());
    facts.add("key", entry.ledgerKey());
    facts.addUnless(entry.actorId() == null, "actor", String.valueOf(entry.actorId()));
    facts.add("recorded", facts.instant(entry.recordedAt()));
    facts.add("happened", Instant.ofEpochMilli(entry.occurredAtMillis()).toString());
    facts.add("payload", Words.bytes(entry.payload(), MAX_PAYLOAD));
    return facts.lines();
  }
}
