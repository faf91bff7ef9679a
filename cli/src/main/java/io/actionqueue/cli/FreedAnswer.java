package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.SnapshotAnswer;
import io.actionqueue.storage.maintenance.SnapshotFreed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of commands that write a snapshot and drop log behind the one before it.
final class FreedAnswer {
  private FreedAnswer() {}

  static Answer of(Map<String, @Nullable Object> document, SnapshotFreed done) {
    document.put("path", done.path().toString());
    document.put("sequence", done.sequence());
    document.put("bytes", done.bytes());
    document.put("previous_sequence", done.previousSequence());
    document.put("dropped_files", (long) done.droppedFiles().size());
    document.put("dropped_bytes", done.droppedBytes());
    return new Answer(() -> document, () -> lines(done));
  }

  /// What a daemon has done.
  static Answer of(Map<String, @Nullable Object> document, SnapshotAnswer done) {
    document.put("path", done.file());
    document.put("sequence", done.sequence());
    document.put("bytes", done.bytes());
    document.put("tasks_dropped", done.tasksDropped());
    document.put("dropped_files", done.droppedLogFiles());
    document.put("dropped_bytes", done.droppedLogBytes());
    return new Answer(
        () -> document,
        () ->
            List.of(
                "The daemon wrote a snapshot up to event %s, %s: %s"
                    .formatted(
                        Long.toUnsignedString(done.sequence()),
                        Words.size(done.bytes()),
                        done.file()),
                "%s dropped by the retention, %s of log in %s dropped"
                    .formatted(
                        Words.count(done.tasksDropped(), "task"),
                        Words.size(done.droppedLogBytes()),
                        Words.count(done.droppedLogFiles(), "file"))));
  }

  private static List<String> lines(SnapshotFreed done) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Snapshot up to event %s, %s: %s"
            .formatted(
                Long.toUnsignedString(done.sequence()), Words.size(done.bytes()), done.path()));
    if (done.previousSequence() == 0) {
      lines.add("No log was dropped: it goes behind the snapshot before, and there is none yet.");
    } else {
      lines.add(
          "%s of log in %s dropped, behind the snapshot up to event %s"
              .formatted(
                  Words.size(done.droppedBytes()),
                  Words.count(done.droppedFiles().size(), "file"),
                  Long.toUnsignedString(done.previousSequence())));
    }
    return lines;
  }
}
