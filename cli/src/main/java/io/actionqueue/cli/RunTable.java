package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.RunSummary;
import java.util.ArrayList;
import java.util.List;

/// Runs as a table.
final class RunTable {
  private RunTable() {}

  /// Which columns there are.
  enum Columns {
    /// Runs of many tasks.
    OF_MANY_TASKS,
    /// Runs of one task, which need not be told again.
    OF_ONE_TASK
  }

  static List<String> lines(Surroundings surroundings, RunList list, Columns columns) {
    if (list.runs().isEmpty() && list.next() == null) {
      return List.of("No runs.");
    }
    boolean many = columns == Columns.OF_MANY_TASKS;
    Table table =
        many
            ? Table.of("RUN", "STATE", ">ATTEMPTS", "DUE", "~KEY", "TASK")
            : Table.of("RUN", "STATE", ">ATTEMPTS", "DUE");
    long now = surroundings.time().epochSeconds();
    list.runs().forEach(run -> table.row(cells(run, now, many)));
    var lines = new ArrayList<>(table.lines(surroundings));
    lines.addAll(
        ListingOptions.below(list.runs().size(), list.offset(), list.total(), list.next()));
    return lines;
  }

  private static String keys(RunSummary run) {
    List<String> keys = run.allKeys();
    return Words.plain(keys.isEmpty() ? null : String.join(" + ", keys));
  }

  private static Cell[] cells(RunSummary run, long now, boolean many) {
    var cells = new ArrayList<Cell>();
    cells.add(Cell.of(run.runId()));
    cells.add(Cell.of(run.state().wireName(), Tone.of(run.state())));
    cells.add(Cell.of(run.attemptCount()));
    cells.add(Cell.of(Words.distance(run.scheduledAt(), now), Tone.FAINT));
    if (many) {
      cells.add(Cell.of(keys(run)));
      cells.add(Cell.of(run.taskId(), Tone.FAINT));
    }
    return cells.toArray(Cell[]::new);
  }
}
