package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.storage.maintenance.SnapshotFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Snapshots for people and for programs.
final class SnapshotTable {
  private SnapshotTable() {}

  static Table of(List<SnapshotFacts> snapshots) {
    Table table = Table.of("SNAPSHOT", "FORM", ">UP TO", ">TASKS", ">RUNS", ">SIZE", "STATE");
    for (SnapshotFacts snapshot : snapshots) {
      String fault = snapshot.fault();
      table.row(
          Table.Cell.of(String.valueOf(snapshot.path().getFileName())),
          Table.Cell.of(snapshot.form()),
          Table.Cell.of(fault == null ? Long.toUnsignedString(snapshot.sequence()) : "-"),
          Table.Cell.of(fault == null ? Long.toString(snapshot.tasks()) : "-"),
          Table.Cell.of(fault == null ? Long.toString(snapshot.runs()) : "-"),
          Table.Cell.of(Words.size(snapshot.bytes())),
          Table.Cell.of(
              fault == null ? "good" : Words.plain(fault), fault == null ? Tone.PLAIN : Tone.BAD));
    }
    return table;
  }

  static Map<String, @Nullable Object> document(SnapshotFacts snapshot) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("path", snapshot.path().toString());
    document.put("form", snapshot.form());
    document.put("bytes", snapshot.bytes());
    document.put("ok", snapshot.isGood());
    document.put("sequence", snapshot.sequence());
    document.put("tasks", snapshot.tasks());
    document.put("runs", snapshot.runs());
    document.put("fault", snapshot.fault());
    return document;
  }
}
