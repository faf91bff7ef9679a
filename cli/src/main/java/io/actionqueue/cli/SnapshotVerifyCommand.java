package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.storage.maintenance.DataDirectory;
import io.actionqueue.storage.maintenance.SnapshotFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// Loads every snapshot whole.
@Command(
    name = "verify",
    sortOptions = false,
    header = "Load every snapshot of a data directory whole.",
    description = {
      "Exits 0 only if each can be used. Works beside a running daemon and changes nothing."
    })
final class SnapshotVerifyCommand extends ToolCommand {
  SnapshotVerifyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    List<SnapshotFacts> found = work("verifying", DataDirectory::verifySnapshots);
    for (SnapshotFacts snapshot : found) {
      if (!snapshot.isGood()) {
        throw CliFailure.runtime(
            "snapshot_unsound", snapshot.path() + ": " + Words.plain(snapshot.fault()));
      }
    }
    return print(new Answer(() -> json(found), () -> lines(found)));
  }

  private Map<String, @Nullable Object> json(List<SnapshotFacts> found) {
    Map<String, @Nullable Object> document = document("snapshot verify");
    document.put("ok", true);
    document.put("snapshots", found.stream().map(SnapshotTable::document).toList());
    return document;
  }

  private List<String> lines(List<SnapshotFacts> found) {
    return found.isEmpty()
        ? List.of("No snapshots.")
        : SnapshotTable.of(found).lines(surroundings.isOutColoured());
  }
}
