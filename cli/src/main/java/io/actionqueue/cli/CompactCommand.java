package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.maintenance.DataDirectory;
import picocli.CommandLine.Command;

/// Frees what can be freed of a directory.
@Command(
    name = "compact",
    sortOptions = false,
    header = "Make the directory as small as it can be: snapshots, and no log.",
    description = {
      "Writes two verified snapshots of the whole state and drops all of the log before them; the",
      "past cannot be looked at any more. A running daemon does it itself."
    })
final class CompactCommand extends ToolCommand {
  CompactCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    var daemon = daemon();
    if (daemon.isPresent()) {
      try (var queue = daemon.get()) {
        return print(FreedAnswer.of(document("compact"), queue.compact()));
      }
    }
    var done = work("compacting", DataDirectory::compact);
    return print(FreedAnswer.of(document("compact"), done));
  }
}
