package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.LedgerOrder;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Appends an entry to a ledger.
@Command(
    name = "append",
    sortOptions = false,
    header = "Append an entry to the ledger of a tenant.",
    description = "Needs a daemon. Entries are never changed or removed.")
final class LedgerAppendCommand extends QueueCommand {
  @Option(names = "--tenant", paramLabel = "TENANT_ID", description = "Whose ledger. Required.")
  private String tenant = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The list, such as audit or decision. Required.")
  private String key = "";

  @Option(names = "--actor", paramLabel = "ACTOR_ID", description = "Who acted.")
  private @Nullable String actor;

  @Option(
      names = "--payload",
      paramLabel = "FILE",
      description = "What to keep: the bytes of a file, or - for stdin.")
  private @Nullable String payload;

  @Option(names = "--text", paramLabel = "TEXT", description = "What to keep: this text.")
  private @Nullable String text;

  @Option(
      names = "--id",
      paramLabel = "ENTRY_ID",
      description = "The entry's id; appended again it is refused.")
  private @Nullable String id;

  @Option(
      names = "--occurred-at",
      paramLabel = "INSTANT",
      description = "When it happened, such as 2026-11-26T08:00:00Z (now).")
  private @Nullable String occurredAt;

  LedgerAppendCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    if (tenant.isEmpty() || key.isEmpty()) {
      throw CliFailure.badInput("--tenant and --key are required");
    }
    if (payload != null && text != null) {
      throw CliFailure.badInput("--payload and --text exclude each other");
    }
    order(Bytes.EMPTY);
  }

  private LedgerOrder order(Bytes bytes) {
    return LedgerOrder.of(Ids.tenant(tenant), key, bytes)
        .by(actor == null ? null : Ids.of("--actor", actor, ActorId::parse, "invalid_actor_id"))
        .as(id == null ? null : Ids.of("--id", id, LedgerEntryId::parse, "invalid_ledger_entry_id"))
        .occurredAt(occurredAt == null ? null : millis(occurredAt));
  }

  private static long millis(String instant) {
    try {
      long millis = Instant.parse(instant).toEpochMilli();
      if (millis >= 0) {
        return millis;
      }
    } catch (DateTimeException | ArithmeticException _) {
      // Said below.
    }
    throw CliFailure.badInput(
        "--occurred-at must be an instant from 1970 on, such as 2026-11-26T08:00:00Z, was '"
            + instant
            + "'");
  }

  private Bytes bytes() {
    if (payload != null) {
      return UserInput.read(surroundings, payload, "payload_read_failed");
    }
    return text == null ? Bytes.EMPTY : Bytes.utf8(text);
  }

  @Override
  Answer ask(Queue queue) {
    LedgerEntryId entry = queue.oversight().append(order(bytes()));
    return new Answer(() -> document(entry), () -> List.of("entry " + entry + " appended"));
  }

  private Map<String, @Nullable Object> document(LedgerEntryId entry) {
    Map<String, @Nullable Object> document = document("ledger append");
    document.put("entry_id", entry.toString());
    return document;
  }
}
