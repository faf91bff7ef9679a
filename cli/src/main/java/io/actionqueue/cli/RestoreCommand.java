package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.maintenance.BackupReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Makes a data directory out of a backup.
@Command(
    name = "restore",
    sortOptions = false,
    header = "Make a data directory out of a backup.",
    description = {
      "Checks every byte against the backup's manifest. The data directory must not exist or be",
      "empty; until all of it is there, nothing opens it."
    })
final class RestoreCommand extends ToolCommand {
  @Parameters(paramLabel = "BACKUP", description = "The directory of the backup.")
  private String backup = "";

  RestoreCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    BackupReport done = work("restoring", directory -> directory.restoreFrom(Path.of(backup)));
    return print(CopyAnswer.of(document("restore"), "Restored", done));
  }
}
