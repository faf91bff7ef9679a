package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.Stats;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Totals (spec 04 §10.6).
@Command(name = "stats", sortOptions = false, header = "Count tasks, runs by state, and attempts.")
final class StatsCommand extends QueueCommand {
  /// `suspended` last, as in every list of counts (S-11).
  private static final List<RunState> ORDER =
      List.of(
          RunState.SCHEDULED,
          RunState.READY,
          RunState.LEASED,
          RunState.RUNNING,
          RunState.RETRY_WAIT,
          RunState.COMPLETED,
          RunState.FAILED,
          RunState.CANCELED,
          RunState.SUSPENDED);

  StatsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "'text' or 'json'; the last of --format and --json wins.")
  void format(String format) {
    switch (format) {
      case "text" -> json(false);
      case "json" -> json(true);
      default ->
          throw CliFailure.badInput("--format must be 'text' or 'json', was '" + format + "'");
    }
  }

  @Override
  Answer ask(Queue queue) {
    Stats stats = queue.stats();
    return new Answer(() -> document(stats), () -> text(stats));
  }

  private Map<String, @Nullable Object> document(Stats stats) {
    var summary = new LinkedHashMap<String, @Nullable Object>();
    summary.put("attempts_total", stats.attemptsTotal());
    summary.put("latest_sequence", stats.latestSequence());
    summary.put("runs_by_state", Documents.of(stats.runsByState()));
    summary.put("total_runs", stats.totalRuns());
    summary.put("total_tasks", stats.totalTasks());
    Map<String, @Nullable Object> document = document("stats");
    document.put("summary", summary);
    return document;
  }

  private List<String> text(Stats stats) {
    var lines = new ArrayList<String>();
    document("stats").forEach((key, value) -> lines.add(key + "=" + value));
    lines.add("total_tasks=" + Long.toUnsignedString(stats.totalTasks()));
    lines.add("total_runs=" + Long.toUnsignedString(stats.totalRuns()));
    lines.add("latest_sequence=" + Long.toUnsignedString(stats.latestSequence()));
    for (RunState state : ORDER) {
      lines.add("runs_" + state.label() + "=" + stats.runsByState().of(state));
    }
    lines.add("attempts_total=" + Long.toUnsignedString(stats.attemptsTotal()));
    return lines;
  }
}
