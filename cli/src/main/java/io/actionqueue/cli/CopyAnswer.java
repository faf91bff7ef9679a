package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Words;
import io.actionqueue.storage.maintenance.BackupReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of commands that copy a directory.
final class CopyAnswer {
  private CopyAnswer() {}

  static Answer of(Map<String, @Nullable Object> document, String word, BackupReport done) {
    document.put("directory", done.directory().toString());
    document.put("last_sequence", done.sequence());
    document.put("digest", done.digest());
    document.put("files", done.files());
    document.put("bytes", done.bytes());
    return new Answer(
        () -> document,
        () ->
            List.of(
                "%s through event %s: %s, %s, in %s"
                    .formatted(
                        word,
                        Long.toUnsignedString(done.sequence()),
                        Words.count(done.files(), "file"),
                        Words.size(done.bytes()),
                        done.directory()),
                "digest " + done.digest()));
  }
}
