package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.maintenance.DataDirectory;
import picocli.CommandLine.Command;

/// Frees what can be freed of a directory that nobody works on.
@Command(
    name = "compact",
    sortOptions = false,
    header = "Write a snapshot and drop the log that is not needed any more.",
    description = {
      "Two verified snapshots are kept, and the log behind the older one goes. A running daemon",
      "does this by itself, and at once when asked by this command."
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
        return print(FreedAnswer.of(document("compact"), queue.snapshot()));
      }
    }
    var done = work("compacting", DataDirectory::compact);
    return print(FreedAnswer.of(document("compact"), done));
  }
}
