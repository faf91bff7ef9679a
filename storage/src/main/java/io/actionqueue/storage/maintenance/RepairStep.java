package io.actionqueue.storage.maintenance;

import java.nio.file.Path;
import java.util.List;

/// One change that a repair makes. Each keeps what it takes away.
public sealed interface RepairStep {
  /// What it does, in a sentence.
  String text();

  /// Cuts the active file at damage with no whole record behind it, after copying the rest.
  ///
  /// @param file the active file
  /// @param offset where it is cut
  /// @param bytes how many bytes are cut off, prepared zeros among them
  /// @param detail what was found there
  record CutEnd(Path file, long offset, long bytes, String detail) implements RepairStep {
    @Override
    public String text() {
      return "copy the last %d bytes of %s aside and cut it at offset %d: %s"
          .formatted(bytes, file, offset, detail);
    }
  }

  /// Cuts off the last record, which the state does not accept, after copying it.
  ///
  /// @param file the active file
  /// @param offset where the record begins
  /// @param bytes from there to the end of the file
  /// @param sequence the sequence of the event that was refused, unsigned
  /// @param detail which rule it breaks
  record CutRecord(Path file, long offset, long bytes, long sequence, String detail)
      implements RepairStep {
    @Override
    public String text() {
      return "copy the last record of %s (event %s) aside and cut it off at offset %d: %s"
          .formatted(file, Long.toUnsignedString(sequence), offset, detail);
    }
  }

  /// Renames sealed files that are damaged, or older than a damaged one, and that a snapshot
  /// covers.
  ///
  /// @param files oldest first
  /// @param detail what is wrong with the last of them
  record PutAside(List<Path> files, String detail) implements RepairStep {
    /// Copies the list.
    public PutAside {
      files = List.copyOf(files);
    }

    @Override
    public String text() {
      return "put %d files of the log aside, up to %s, whose events a snapshot contains: %s"
          .formatted(files.size(), files.getLast(), detail);
    }
  }

  /// Gives missing sequences up: a snapshot of what is there stands in for them.
  ///
  /// @param file the file with the record behind them
  /// @param previous the sequence before them, unsigned
  /// @param next the sequence behind them, unsigned
  record GiveUp(Path file, long previous, long next) implements RepairStep {
    @Override
    public String text() {
      return "accept that events %s to %s are missing before %s and write a snapshot of the rest"
          .formatted(Long.toUnsignedString(previous + 1), Long.toUnsignedString(next - 1), file);
    }
  }
}
