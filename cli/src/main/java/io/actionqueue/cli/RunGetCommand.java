package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.AttemptVerdict;
import io.actionqueue.client.wire.Blocker;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunDetail.AttemptDetail;
import io.actionqueue.client.wire.RunDetail.StateStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// One run with its past.
@Command(
    name = "get",
    sortOptions = false,
    header = "Show one run.",
    description = "Its states, its attempts and what they left.")
final class RunGetCommand extends QueueCommand {
  private static final int MAX_OUTPUT = 300;

  @Parameters(paramLabel = "RUN_ID", description = "The run.")
  private String id = "";

  RunGetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.run(id);
  }

  @Override
  Answer ask(Queue queue) {
    RunDetail run = queue.run(Ids.run(id));
    return new Answer(() -> document(run), () -> text(run));
  }

  private Map<String, @Nullable Object> document(RunDetail run) {
    Map<String, @Nullable Object> document = document("run get");
    document.put("run", Documents.of(run));
    return document;
  }

  private List<String> text(RunDetail run) {
    var facts = new Facts(surroundings);
    facts.add("run", run.runId().toString());
    facts.add("task", run.taskId().toString());
    facts.add("state", run.state().wireName());
    facts.add("due", facts.instant(run.scheduledAt()));
    facts.add("attempts", run.attemptCount() + " (" + run.countedAttempts() + " counted)");
    if (run.lease() != null) {
      facts.add("lease", run.lease().owner() + " until " + facts.instant(run.lease().expiry()));
    }
    for (Blocker blocker : run.blockedBy()) {
      facts.add("waits: " + blocker.code(), blocker.detail());
    }
    var lines = new ArrayList<>(facts.lines());
    lines.add("");
    lines.addAll(history(run.stateHistory()).lines(surroundings));
    if (!run.attempts().isEmpty()) {
      lines.add("");
      lines.addAll(attempts(run.attempts()).lines(surroundings));
    }
    return lines;
  }

  private static Table history(List<StateStep> steps) {
    var table = Table.of("SINCE", "STATE");
    for (StateStep step : steps) {
      table.row(
          Cell.of(Words.instant(step.timestamp()), Tone.FAINT),
          Cell.of(step.to().wireName(), Tone.of(step.to())));
    }
    return table;
  }

  private static Table attempts(List<AttemptDetail> attempts) {
    var table = Table.of(">ATTEMPT", "STARTED", ">TOOK", "RESULT", "~WHAT IT LEFT");
    for (int i = 0; i < attempts.size(); i++) {
      AttemptDetail attempt = attempts.get(i);
      Long finished = attempt.finishedAt();
      table.row(
          Cell.of(i + 1),
          Cell.of(Words.instant(attempt.startedAt()), Tone.FAINT),
          Cell.of(finished == null ? "" : Words.duration(finished - attempt.startedAt())),
          Cell.of(result(attempt), tone(attempt.result())),
          Cell.of(left(attempt)));
    }
    return table;
  }

  private static String result(AttemptDetail attempt) {
    AttemptVerdict result = attempt.result();
    String name = result == null ? "open" : result.name().toLowerCase(Locale.ROOT);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static Tone tone(@Nullable AttemptVerdict result) {
    return switch (result) {
      case null -> Tone.BUSY;
      case SUCCESS -> Tone.GOOD;
      case FAILURE, TIMEOUT -> Tone.BAD;
      case SUSPENDED, INTERRUPTED -> Tone.WAITING;
    };
  }

  private static String left(AttemptDetail attempt) {
    if (attempt.error() != null) {
      return Words.brief(attempt.error(), MAX_OUTPUT);
    }
    return attempt.output() == null ? "-" : Words.bytes(attempt.output(), MAX_OUTPUT);
  }
}
