package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.core.run.GateVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A decision over a gate.
abstract class ApprovalCommand extends QueueCommand {
  private final String name;
  private final GateVerdict verdict;

  @Parameters(index = "0", paramLabel = "RUN_ID", description = "The run that waits.")
  private String run = "";

  @Parameters(index = "1", paramLabel = "GATE", description = "What it waits for, by its name.")
  private String gate = "";

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "Kept with the decision and in the tenant's ledger.")
  private @Nullable String comment;

  ApprovalCommand(Surroundings surroundings, String name, GateVerdict verdict) {
    super(surroundings);
    this.name = name;
    this.verdict = verdict;
  }

  @Override
  final void prepare() {
    Ids.run(run);
    if (gate.isEmpty()) {
      throw CliFailure.badInput("GATE must not be empty");
    }
  }

  @Override
  final Answer ask(Queue queue) {
    ApprovalDetail decided = queue.oversight().decide(Ids.run(run), gate, verdict, comment);
    return new Answer(
        () -> document(decided),
        () ->
            List.of(
                "run "
                    + decided.runId()
                    + " "
                    + verdict.name().toLowerCase(Locale.ROOT)
                    + " at gate "
                    + Words.plain(decided.gate())));
  }

  private Map<String, @Nullable Object> document(ApprovalDetail decided) {
    Map<String, @Nullable Object> document = document(name);
    document.putAll(Documents.of(decided));
    return document;
  }
}
