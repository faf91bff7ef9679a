package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.terminal.Progress;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.inspect.LogVerification;
import io.actionqueue.storage.wal.ScanReport;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Checks every frame of a log.
@Command(
    name = "verify",
    sortOptions = false,
    header = "Check every record of a log.",
    description = {
      "Exits 0 only for a clean log; otherwise the failure names offset and reason. Works",
      "beside a running daemon and changes nothing."
    })
final class WalVerifyCommand extends AnsweringCommand {
  @Mixin private final PlaceOption place = new PlaceOption();

  WalVerifyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Path log = place.log(surroundings);
    LogVerification verification = verify(log);
    if (!verification.isClean()) {
      throw CliFailure.runtime(
          verification.code(),
          "%s: %s at offset %d (%s): %s"
              .formatted(
                  log,
                  verification.code().equals("wal_torn_tail") ? "unfinished last write" : "damage",
                  verification.offset(),
                  verification.reason(),
                  verification.detail()));
    }
    Map<String, @Nullable Object> document = document(log, verification.report());
    return print(new Answer(() -> document, () -> lines(document)));
  }

  private LogVerification verify(Path log) {
    try (Progress progress = Progress.of(surroundings, "checking " + log)) {
      long bytes = Extent.ofLog(SystemFiles.INSTANCE, log);
      return LogVerification.of(progress.files(bytes), log);
    } catch (NoSuchFileException _) {
      return new LogVerification(log, ScanReport.nothingAfter(0)); // no log yet (S-53)
    } catch (IOException e) {
      throw CliFailure.runtime("storage_bootstrap_failed", Failures.sentence(e));
    }
  }

  private static Map<String, @Nullable Object> document(Path log, ScanReport report) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("command", "wal verify");
    document.put("path", log.toString());
    document.put("ok", true);
    document.put("events", report.events());
    document.put("first_sequence", report.firstSequence());
    document.put("last_sequence", report.events() == 0 ? 0L : report.lastSequence());
    document.put("batch_frames", report.batchFrames());
    document.put("bytes", report.verdict().offset());
    document.put("file_bytes", report.fileLength());
    document.put("sequence_jumps", report.jumpCount());
    return document;
  }

  private static List<String> lines(Map<String, @Nullable Object> document) {
    return document.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + "="
                + (entry.getValue() instanceof Long number
                    ? Long.toUnsignedString(number)
                    : entry.getValue()))
        .toList();
  }
}
