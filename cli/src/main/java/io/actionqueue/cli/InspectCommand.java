package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.storage.file.Privacy;
import io.actionqueue.storage.maintenance.DataDirectory;
import io.actionqueue.storage.maintenance.Inspection;
import io.actionqueue.storage.maintenance.LogFileFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// The files of a data directory and what opening it would do.
@Command(
    name = "inspect",
    sortOptions = false,
    header = "Show the files of a data directory and what opening it would do.",
    description = {
      "Files of the log with versions and sequences, snapshots, copies that were set aside, the",
      "digest of the state. Works beside a running daemon and changes nothing."
    })
final class InspectCommand extends ToolCommand {
  InspectCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Inspection found = work("reading", DataDirectory::inspect);
    Privacy.exposure(path()).ifPresent(this::warn);
    return print(new Answer(() -> json(found), () -> lines(found)));
  }

  private Map<String, @Nullable Object> json(Inspection found) {
    Map<String, @Nullable Object> document = document("inspect");
    document.put("bytes", found.bytes());
    document.put("log", found.log().stream().map(InspectCommand::file).toList());
    document.put("snapshots", found.snapshots().stream().map(SnapshotTable::document).toList());
    document.put("set_aside", found.setAside().stream().map(Path::toString).toList());
    document.put("opening", opening(found.opening()));
    return document;
  }

  private static Map<String, @Nullable Object> file(LogFileFacts file) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("path", file.path().toString());
    document.put("role", file.role().name().toLowerCase(java.util.Locale.ROOT));
    document.put("first_sequence", file.firstSequence());
    document.put("last_sequence", file.lastSequence());
    document.put("events", file.events());
    document.put("frames_v5", file.singleFrames());
    document.put("frames_v6", file.batchFrames());
    document.put("good_bytes", file.goodBytes());
    document.put("bytes", file.bytes());
    document.put("finding", file.finding());
    document.put("detail", file.detail());
    return document;
  }

  private static Map<String, @Nullable Object> opening(Inspection.Opening opening) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    switch (opening) {
      case Inspection.Opening.Succeeds ok -> {
        document.put("ok", true);
        document.put("last_sequence", ok.sequence());
        document.put("digest", ok.digest());
        document.put("tasks", ok.tasks());
        document.put("runs", ok.runs());
        document.put("steps", ok.steps());
        document.put("warnings", ok.warnings());
      }
      case Inspection.Opening.Refused(String code, String message) -> {
        document.put("ok", false);
        document.put("code", code);
        document.put("message", message);
      }
    }
    return document;
  }

  private List<String> lines(Inspection found) {
    List<String> lines = new ArrayList<>();
    lines.add(found.directory() + ", " + Words.size(found.bytes()));
    lines.add("");
    lines.addAll(logTable(found).lines(surroundings.isOutColoured()));
    lines.add("");
    if (found.snapshots().isEmpty()) {
      lines.add("No snapshots.");
    } else {
      lines.addAll(SnapshotTable.of(found.snapshots()).lines(surroundings.isOutColoured()));
    }
    found.setAside().forEach(copy -> lines.add("set aside: " + copy));
    lines.add("");
    addOpening(lines, found.opening());
    return lines;
  }

  private static Table logTable(Inspection found) {
    Table table = Table.of("LOG", ">FIRST", ">LAST", ">EVENTS", ">V5", ">V6", ">SIZE", "STATE");
    for (LogFileFacts file : found.log()) {
      boolean good = file.finding().equals("ok");
      table.row(
          Table.Cell.of(String.valueOf(file.path().getFileName())),
          Table.Cell.of(Long.toUnsignedString(file.firstSequence())),
          Table.Cell.of(Long.toUnsignedString(file.lastSequence())),
          Table.Cell.of(file.events()),
          Table.Cell.of(file.singleFrames()),
          Table.Cell.of(file.batchFrames()),
          Table.Cell.of(Words.size(file.bytes())),
          Table.Cell.of(
              good
                  ? file.role().name().toLowerCase(java.util.Locale.ROOT)
                  : file.finding() + " at " + file.goodBytes() + ": " + file.detail(),
              good ? Tone.PLAIN : Tone.BAD));
    }
    return table;
  }

  private static void addOpening(List<String> lines, Inspection.Opening opening) {
    switch (opening) {
      case Inspection.Opening.Succeeds ok -> {
        lines.add("Opening would:");
        ok.steps().forEach(step -> lines.add("  " + step));
        ok.warnings().forEach(warning -> lines.add("  and warn: " + warning));
        lines.add(
            "State: %s, %s, digest %s"
                .formatted(
                    Words.count(ok.tasks(), "task"), Words.count(ok.runs(), "run"), ok.digest()));
      }
      case Inspection.Opening.Refused(String code, String message) ->
          lines.add("Opening would be refused (" + code + "): " + message);
    }
  }
}
