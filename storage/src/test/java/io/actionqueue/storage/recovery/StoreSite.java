package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.golden.Golden;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A data directory on a simulated disk, for tests that open it again and again.
final class StoreSite {
  static final Path DIRECTORY = Golden.DIRECTORY;
  static final DataLayout LAYOUT = new DataLayout(DIRECTORY);

  final SimulatedDisk disk;
  final ManualTime time = ManualTime.atSeconds(1_700_000_000);

  StoreSite() {
    this(SimulatedDisk.create());
  }

  StoreSite(SimulatedDisk disk) {
    this.disk = disk;
  }

  StoreOptions.Builder options() {
    var log = LogOptions.builder().threading(LogThreading.CALLER).prepareBytes(0).build();
    return StoreOptions.builder(DIRECTORY, disk, time).log(log);
  }

  Store open() throws IOException {
    return Store.open(options().build());
  }

  Store.Loaded load() throws IOException {
    return Store.load(disk, time, DIRECTORY);
  }

  /// Folds events into a store and makes them durable, as one batch.
  static void append(Store store, Event... events) throws IOException {
    append(store, new EventBatch(store.state().latestSequence() + 1, List.of(events)));
  }

  static void append(Store store, EventBatch batch) throws IOException {
    long sequence = batch.firstSequence();
    for (Event event : batch.events()) {
      assertThat(store.state().check(sequence, event)).isNull();
      store.state().apply(sequence++, event);
    }
    store.log().append(batch);
    store.log().sync();
  }

  /// Opens the directory, appends events one by one as single records, and closes it.
  void write(Event... events) throws IOException {
    try (Store store = open()) {
      for (Event event : events) {
        append(store, event);
      }
    }
  }

  void writeSnapshot() throws IOException {
    try (Store store = open()) {
      store.writeSnapshot();
    }
  }
}
