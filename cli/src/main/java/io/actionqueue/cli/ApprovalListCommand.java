package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.client.wire.ApprovalList;
import io.actionqueue.client.wire.RunApprovals;
import io.actionqueue.core.run.GateVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gates at which runs wait, or those of one run, as a table.
@Command(
    name = "list",
    sortOptions = false,
    header = "List what waits for a decision.",
    description = "With --run every gate of that run, decided ones too.")
final class ApprovalListCommand extends QueueCommand {
  @Mixin private final ListingOptions slice = new ListingOptions();

  @Option(names = "--run", paramLabel = "RUN_ID", description = "Only gates of this run.")
  private @Nullable String run;

  ApprovalListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    slice.limit();
    slice.offset();
    if (run != null) {
      Ids.run(run);
    }
  }

  @Override
  Answer ask(Queue queue) {
    if (run != null) {
      RunApprovals gates = queue.oversight().approvals(Ids.run(run));
      return new Answer(() -> document(gates), () -> ofRun(gates.approvals()));
    }
    ApprovalList list = queue.oversight().approvals(slice.limit(), slice.offset());
    return new Answer(() -> document(list), () -> pending(list));
  }

  private Map<String, @Nullable Object> document(Object answer) {
    Map<String, @Nullable Object> document = document("approval list");
    document.putAll(Documents.of(answer));
    return document;
  }

  private List<String> pending(ApprovalList list) {
    if (list.approvals().isEmpty()) {
      return List.of("Nothing waits for a decision.");
    }
    var table = Table.of("RUN", "~GATE", "SINCE", "TASK");
    for (ApprovalDetail each : list.approvals()) {
      table.row(
          Cell.of(each.runId()),
          Cell.of(Words.plain(each.gate())),
          Cell.of(distance(each.openedAtMillis()), Tone.FAINT),
          Cell.of(each.taskId(), Tone.FAINT));
    }
    var lines = new ArrayList<>(table.lines(surroundings));
    String rest = ListingOptions.rest(list.approvals().size(), list.offset(), list.total());
    if (!rest.isEmpty()) {
      lines.add(rest);
    }
    return lines;
  }

  private List<String> ofRun(List<ApprovalDetail> gates) {
    if (gates.isEmpty()) {
      return List.of("The run has come to no gate.");
    }
    var table = Table.of("~GATE", "SINCE", "DECISION", "DECIDED", "BY", "~COMMENT");
    for (ApprovalDetail each : gates) {
      var decision = each.decision();
      table.row(
          Cell.of(Words.plain(each.gate())),
          Cell.of(distance(each.openedAtMillis()), Tone.FAINT),
          decision == null ? Cell.of("open", Tone.WAITING) : verdict(decision.verdict()),
          Cell.of(decision == null ? "-" : distance(decision.atMillis()), Tone.FAINT),
          Cell.of(decision == null || decision.by() == null ? "-" : decision.by()),
          Cell.of(decision == null ? "-" : Words.plain(decision.comment())));
    }
    return table.lines(surroundings);
  }

  private static Cell verdict(GateVerdict verdict) {
    return switch (verdict) {
      case APPROVED -> Cell.of("approved", Tone.GOOD);
      case REJECTED -> Cell.of("rejected", Tone.BAD);
    };
  }

  private String distance(long millis) {
    return Words.distance(millis / 1000, now());
  }
}
