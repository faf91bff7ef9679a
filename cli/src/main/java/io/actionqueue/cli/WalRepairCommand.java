package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.maintenance.RepairOptions;
import io.actionqueue.storage.maintenance.RepairPlan;
import io.actionqueue.storage.maintenance.RepairStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes a damaged directory openable again (S-32).
@Command(
    name = "repair",
    sortOptions = false,
    header = "Make a damaged data directory openable again.",
    description = {
      "Cuts a damaged end, a last record that contradicts the state, or files that a snapshot",
      "covers, and keeps a copy of every byte. Never gives up a readable record: where whole",
      "records stand behind damage it refuses. Needs the directory for itself."
    })
final class WalRepairCommand extends ToolCommand {
  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--accept-gaps",
      description = "Give missing events up: a snapshot of the rest stands in for them.")
  private boolean acceptGaps;

  WalRepairCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    RepairOptions options = acceptGaps ? RepairOptions.acceptingGaps() : RepairOptions.defaults();
    RepairPlan plan =
        work(
            dryRun ? "checking" : "repairing",
            directory -> dryRun ? directory.planRepair(options) : directory.repair(options));
    return print(new Answer(() -> json(plan), () -> lines(plan)));
  }

  private Map<String, @Nullable Object> json(RepairPlan plan) {
    Map<String, @Nullable Object> document = document("wal repair");
    document.put("dry_run", dryRun);
    document.put("steps", plan.steps().stream().map(RepairStep::text).toList());
    document.put("copies", plan.copies().stream().map(Path::toString).toList());
    document.put("last_sequence", plan.sequence());
    document.put("digest", plan.digest());
    return document;
  }

  private List<String> lines(RepairPlan plan) {
    List<String> lines = new ArrayList<>();
    String last = Long.toUnsignedString(plan.sequence());
    if (plan.isEmpty()) {
      lines.add("Nothing to repair: the directory opens, its last event is " + last + ".");
      return lines;
    }
    lines.add(dryRun ? "A repair would:" : "Done:");
    plan.steps().forEach(step -> lines.add("  " + step.text()));
    plan.copies().forEach(copy -> lines.add("  kept: " + copy));
    lines.add(
        (dryRun ? "The last event would then be " : "The directory opens, its last event is ")
            + last
            + ".");
    return lines;
  }
}
