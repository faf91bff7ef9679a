package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.LimitDetail;
import io.actionqueue.client.wire.LimitDetail.RateDetail;
import io.actionqueue.client.wire.LimitList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// The limits in force as a table.
@Command(name = "list", sortOptions = false, header = "List the limits in force.")
final class LimitListCommand extends QueueCommand {
  LimitListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Answer ask(Queue queue) {
    LimitList list = queue.oversight().limits();
    return new Answer(() -> document(list), () -> text(surroundings, list.limits()));
  }

  private Map<String, @Nullable Object> document(LimitList list) {
    Map<String, @Nullable Object> document = document("limit list");
    document.putAll(Documents.of(list));
    return document;
  }

  static List<String> text(Surroundings surroundings, List<LimitDetail> limits) {
    if (limits.isEmpty()) {
      return List.of("No limits.");
    }
    var table = Table.of("~SCOPE", ">PERMITS", "RATE", ">BURST");
    for (LimitDetail limit : limits) {
      RateDetail rate = limit.rate();
      table.row(
          Cell.of(Words.plain(limit.scope().toScope().label())),
          Cell.of(limit.permits() == null ? "-" : limit.permits()),
          Cell.of(rate == null ? "-" : rate.tokens() + "/" + RateText.period(rate.perMillis())),
          Cell.of(rate == null ? "-" : rate.burst()));
    }
    return table.lines(surroundings);
  }
}
