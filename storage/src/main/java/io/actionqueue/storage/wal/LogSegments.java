package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.CorruptLog;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The files of one log (D4, S-61): sealed ones, named by their first sequence and never written
/// again, and the active one behind them. A log of the original is an active file alone.
public final class LogSegments {
  private static final String SUFFIX = ".wal";
  private static final int DIGITS = 20;

  private LogSegments() {}

  /// A sealed file.
  ///
  /// @param path where it is
  /// @param firstSequence the sequence of its first event, unsigned, as its name says
  public record Sealed(Path path, long firstSequence) {}

  /// The sealed files of a log, oldest first.
  ///
  /// @param active the path of the active file, whether it exists or not
  /// @throws NoSuchFileException if there is no such directory
  public static List<Sealed> sealed(FileStore store, Path active) throws IOException {
    Path directory = LogFile.directory(active);
    if (!store.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    List<Sealed> found = new ArrayList<>();
    for (Path entry : store.list(directory)) {
      Sealed segment = parse(active, entry);
      if (segment != null) {
        found.add(segment);
      }
    }
    found.sort(Comparator.comparing(Sealed::firstSequence, Long::compareUnsigned));
    return found;
  }

  /// Where the active file goes when it is sealed.
  static Path sealedPath(Path active, long firstSequence) {
    String digits = Long.toUnsignedString(firstSequence);
    String number = "0".repeat(DIGITS - digits.length()) + digits;
    return active.resolveSibling(stem(active) + number + SUFFIX);
  }

  private static @Nullable Sealed parse(Path active, Path entry) {
    String name = String.valueOf(entry.getFileName());
    String stem = stem(active);
    boolean fits =
        name.length() == stem.length() + DIGITS + SUFFIX.length()
            && name.startsWith(stem)
            && name.endsWith(SUFFIX);
    if (!fits) {
      return null;
    }
    try {
      String digits = name.substring(stem.length(), stem.length() + DIGITS);
      return new Sealed(entry, Long.parseUnsignedLong(digits));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static String stem(Path active) {
    String name = String.valueOf(active.getFileName());
    int end = name.toLowerCase(Locale.ROOT).endsWith(SUFFIX) ? SUFFIX.length() : 0;
    return name.substring(0, name.length() - end) + "-";
  }

  /// One pass over a whole log: the sealed files strictly, then the active one by the policy. A
  /// sealed file was synced whole before it got its name, so that nothing in it can be unfinished.
  ///
  /// Beside a writer the active file may be sealed meanwhile: it is opened first, and read only if
  /// no file was sealed since the last look.
  ///
  /// @return the report of the active file, with the events and jumps of all
  /// @throws CorruptLog if a sealed file is damaged
  /// @throws NoSuchFileException if there is no file of this log
  /// @throws IOException if a file cannot be read, or what the sink threw
  public static ScanReport scan(FileStore store, Path active, ScanPolicy policy, EventSink sink)
      throws IOException {
    ScanReport before = null;
    while (true) {
      try (FileHandle file = openIfThere(store, active)) {
        List<Sealed> more = sealedAfter(store, active, before);
        if (more.isEmpty()) {
          return scanActive(active, file, policy, before, sink);
        }
        for (Sealed segment : more) {
          ScanReport report = scanSealed(store, segment, last(before), sink);
          before = before == null ? report : before.then(report);
        }
      }
    }
  }

  private static List<Sealed> sealedAfter(FileStore store, Path active, @Nullable ScanReport before)
      throws IOException {
    List<Sealed> sealed = sealed(store, active);
    if (before == null) {
      return sealed;
    }
    long last = before.lastSequence();
    return sealed.stream()
        .filter(segment -> Long.compareUnsigned(segment.firstSequence(), last) > 0)
        .toList();
  }

  private static long last(@Nullable ScanReport before) {
    return before == null ? 0 : before.lastSequence();
  }

  private static @Nullable FileHandle openIfThere(FileStore store, Path active) throws IOException {
    try {
      return store.open(active, OpenMode.READ);
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private static ScanReport scanActive(
      Path active,
      @Nullable FileHandle file,
      ScanPolicy policy,
      @Nullable ScanReport before,
      EventSink sink)
      throws IOException {
    if (file != null) {
      sink.file(active);
      ScanReport report = LogScan.run(file, policy, last(before), sink);
      return before == null ? report : before.then(report);
    }
    if (before == null) {
      throw new NoSuchFileException(active.toString());
    }
    // The power failed between the sealing of a file and the making of the next.
    return before.then(ScanReport.nothingAfter(before.lastSequence()));
  }

  private static ScanReport scanSealed(
      FileStore store, Sealed segment, long precedingSequence, EventSink sink) throws IOException {
    sink.file(segment.path());
    ScanReport report =
        LogScan.run(store, segment.path(), ScanPolicy.STRICT, precedingSequence, sink);
    if (report.verdict() instanceof ScanVerdict.Corrupt corrupt) {
      throw corrupt.toException(segment.path());
    }
    if (report.events() == 0 || report.firstSequence() != segment.firstSequence()) {
      throw new CorruptLog(
          segment.path(),
          0,
          CorruptionReason.DECODE_FAILURE.token(),
          "its name says that it begins with sequence "
              + Long.toUnsignedString(segment.firstSequence())
              + ", it begins with "
              + Long.toUnsignedString(report.firstSequence()));
    }
    return report;
  }

  /// Deletes the sealed files that hold nothing beyond a sequence, oldest first, each durably
  /// before the next: what is left never has a hole. The active file stays.
  ///
  /// @param sequence the last sequence that a verified snapshot contains, unsigned; see D4 for
  ///   which one
  /// @param end the last sequence in the newest sealed file, unsigned
  /// @return the paths deleted
  public static List<Path> dropThrough(FileStore store, Path active, long sequence, long end)
      throws IOException {
    List<Sealed> sealed = sealed(store, active);
    List<Path> dropped = new ArrayList<>();
    for (int i = 0; i < sealed.size(); i++) {
      long last = i + 1 < sealed.size() ? sealed.get(i + 1).firstSequence() - 1 : end;
      if (Long.compareUnsigned(last, sequence) > 0) {
        break;
      }
      store.delete(sealed.get(i).path());
      store.syncDirectory(LogFile.directory(active));
      dropped.add(sealed.get(i).path());
    }
    return dropped;
  }
}
