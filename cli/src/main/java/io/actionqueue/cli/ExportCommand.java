package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.storage.maintenance.ExportReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The way back to ActionQueue 0.1.
@Command(
    name = "export",
    sortOptions = false,
    header = "Write the recorded state as a directory of another version.",
    description = {
      "Refused, with what stands in the way, where that version cannot express the state. Works",
      "beside a running daemon and changes nothing."
    })
final class ExportCommand extends ToolCommand {
  private static final String ONLY_FORMAT = "0.1.2";

  @Option(
      names = "--format",
      paramLabel = "VERSION",
      required = true,
      description = "The version that is to open it: 0.1.2.")
  private String format = "";

  @Parameters(paramLabel = "TARGET", description = "A directory that does not exist or is empty.")
  private String target = "";

  ExportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (!format.equals(ONLY_FORMAT)) {
      throw CliFailure.badInput("--format must be " + ONLY_FORMAT + ", was '" + format + "'");
    }
    ExportReport done = work("exporting", directory -> directory.exportTo(Path.of(target)));
    Map<String, @Nullable Object> document = document("export");
    document.put("directory", done.directory().toString());
    document.put("format", format);
    document.put("form", done.form());
    document.put("last_sequence", done.sequence());
    document.put("events", done.events());
    document.put("bytes", done.bytes());
    return print(new Answer(() -> document, () -> List.of(line(done))));
  }

  private static String line(ExportReport done) {
    String what =
        done.form().equals("log")
            ? Words.count(done.events(), "event") + " as single records"
            : "the state as a snapshot";
    return "Exported up to event %s: %s, %s, in %s"
        .formatted(
            Long.toUnsignedString(done.sequence()),
            what,
            Words.size(done.bytes()),
            done.directory());
  }
}
