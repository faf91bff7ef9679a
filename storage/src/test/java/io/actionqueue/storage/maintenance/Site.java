package io.actionqueue.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A data directory with small files of the log, for tools to work on.
final class Site {
  static final Path ROOT = Path.of("/data");
  static final DataLayout LAYOUT = new DataLayout(ROOT);

  final SimulatedDisk disk = SimulatedDisk.create();
  final ManualTime time = ManualTime.atSeconds(1_700_000_000);

  DataDirectory directory() {
    return DataDirectory.on(disk, ROOT, time);
  }

  DataDirectory other(String path) {
    return DataDirectory.on(disk, Path.of(path), time);
  }

  Store open() throws IOException {
    LogOptions log =
        LogOptions.builder()
            .threading(LogThreading.CALLER)
            .prepareBytes(0)
            .segmentBytes(4096)
            .build();
    return Store.open(StoreOptions.builder(ROOT, disk, time).log(log).build());
  }

  /// A task of about 1,500 bytes: three fill a file of the log.
  static Event large(long number) {
    byte[] bytes = new byte[1500];
    java.util.Arrays.fill(bytes, (byte) (1 + number));
    bytes[0] = 1;
    var payload = TaskPayload.of(Bytes.takeOver(bytes));
    return new TaskCreated(TaskSpec.of(new TaskId(1, number), payload), 10);
  }

  static void append(Store store, Event... events) throws IOException {
    long sequence = store.state().latestSequence() + 1;
    store.log().append(new EventBatch(sequence, List.of(events)));
    store.log().sync();
    for (Event event : events) {
      assertThat(store.state().check(sequence, event)).isNull();
      store.state().apply(sequence++, event);
    }
  }

  static void append(Store store, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      append(store, large(store.state().latestSequence() + 1));
    }
  }

  /// Writes so many events, each one record.
  void write(int count) throws IOException {
    try (Store store = open()) {
      append(store, count);
    }
  }

  void snapshot() throws IOException {
    try (Store store = open()) {
      var _ = store.writeSnapshot();
    }
  }

  Path sealed(int index) throws IOException {
    return LogSegments.sealed(disk, LAYOUT.log()).get(index).path();
  }

  String digest() throws IOException {
    return Store.load(disk, time, ROOT).state().digest();
  }

  /// Every file but the lock's with its content.
  Map<Path, String> content() {
    Map<Path, String> content = new TreeMap<>();
    for (Path file : disk.files()) {
      if (!file.endsWith("actionqueue.lock")) {
        content.put(file, java.util.HexFormat.of().formatHex(disk.content(file)));
      }
    }
    return content;
  }
}
