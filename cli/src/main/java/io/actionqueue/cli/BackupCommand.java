package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.maintenance.BackupReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Copies a directory, consistently, whoever works on it.
@Command(
    name = "backup",
    sortOptions = false,
    header = "Copy a data directory, consistently, while it is in use.",
    description = {
      "Everything acknowledged before the command is in the copy, which is read back and gets a",
      "manifest with checksums. Works beside a running daemon and changes nothing."
    })
final class BackupCommand extends ToolCommand {
  @Parameters(paramLabel = "TARGET", description = "A directory that does not exist or is empty.")
  private String target = "";

  BackupCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    BackupReport done = work("backing up", directory -> directory.backUpTo(Path.of(target)));
    return print(CopyAnswer.of(document("backup"), "Backed up", done));
  }
}
