package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.maintenance.SnapshotFreed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes a snapshot of a directory that nobody works on.
@Command(
    name = "create",
    sortOptions = false,
    header = "Write a snapshot of the recorded state.",
    description = {
      "Reads it back, then drops the log behind the snapshot before it. A running daemon does it",
      "itself."
    })
final class SnapshotCreateCommand extends ToolCommand {
  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "fitting (the default), v8 (that of ActionQueue 0.1) or native.")
  private String form = "fitting";

  SnapshotCreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    var daemon = daemon();
    if (daemon.isPresent()) {
      try (var queue = daemon.get()) {
        if (!form.equals("fitting")) {
          throw CliFailure.badInput("--form: the daemon of this directory chooses the form itself");
        }
        return print(FreedAnswer.of(document("snapshot create"), queue.snapshot()));
      }
    }
    SnapshotFreed done =
        switch (form) {
          case "fitting" -> work("writing a snapshot of", d -> d.createSnapshot());
          case "v8" -> work("writing a snapshot of", d -> d.createV8Snapshot());
          case "native" -> work("writing a snapshot of", d -> d.createNativeSnapshot());
          default ->
              throw CliFailure.badInput("--form must be fitting, v8 or native, was '" + form + "'");
        };
    return print(FreedAnswer.of(document("snapshot create"), done));
  }
}
