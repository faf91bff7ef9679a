package io.actionqueue.cli;

import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Progress;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.inspect.LogView;
import io.actionqueue.storage.json.EventWriter;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints a log record by record.
@Command(
    name = "dump",
    sortOptions = false,
    header = "Print a log record by record.",
    description = {
      "Up to its end or the first damage: a line of JSON each with --json, otherwise offset,",
      "sequence, kind and fields. Works beside a running daemon and changes nothing."
    })
final class WalDumpCommand extends AnsweringCommand {
  @Mixin private final PlaceOption place = new PlaceOption();

  @Option(names = "--hex", description = "With --json: also the bytes of records below 2048 bytes.")
  private boolean hex;

  WalDumpCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Path log = place.log(surroundings);
    try (Progress progress = Progress.ofOutput(surroundings, "printing " + log)) {
      long bytes = Extent.ofLog(SystemFiles.INSTANCE, log);
      FileStore files = progress.files(isJson() ? 2 * bytes : bytes);
      warnAbout(log, isJson() ? dump(files, log) : print(files, log));
    } catch (NoSuchFileException _) {
      return 0; // a directory that has no log yet
    } catch (IOException e) {
      throw Failures.opening(e);
    }
    flush();
    return 0;
  }

  private ScanVerdict dump(FileStore files, Path log) throws IOException {
    var out = JsonWriter.of(surroundings.out()::write);
    return LogView.write(
        out, files, log, hex ? LogView.RawBytes.SHORT_FRAMES : LogView.RawBytes.OMIT);
  }

  private ScanVerdict print(FileStore files, Path log) throws IOException {
    boolean coloured = surroundings.isOutColoured();
    return LogSegments.scan(
            files,
            log,
            ScanPolicy.BESIDE_WRITER,
            (sequence, event, offset) -> line(line(sequence, event, offset, coloured)))
        .verdict();
  }

  /// An event's JSON is `{"Kind":{…}}`.
  private static String line(long sequence, Event event, long offset, boolean coloured)
      throws IOException {
    var text = new StringBuilder();
    JsonWriter out = JsonWriter.to(text);
    EventWriter.event(out, event);
    out.flush();
    int colon = text.indexOf(":");
    String kind = "%-21s".formatted(text.substring(2, colon - 1));
    return "%10d %8s  %s %s"
        .formatted(
            offset,
            Long.toUnsignedString(sequence),
            coloured ? Tone.STRONG.paint(kind) : kind,
            text.substring(colon + 1, text.length() - 1));
  }

  private void warnAbout(Path log, ScanVerdict verdict) {
    switch (verdict) {
      case ScanVerdict.CleanEnd _ -> {}
      case ScanVerdict.Torn torn ->
          warn(
              "%s ends in an unfinished write of %d bytes at offset %d"
                  .formatted(log, torn.bytes(), torn.offset()));
      case ScanVerdict.Corrupt corrupt ->
          warn(
              "%s is damaged at offset %d (%s): %s"
                  .formatted(log, corrupt.offset(), corrupt.reason().token(), corrupt.detail()));
    }
  }
}
