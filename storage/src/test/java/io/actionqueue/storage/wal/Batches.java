package io.actionqueue.storage.wal;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.state.SampleEvents;
import java.util.ArrayList;
import java.util.List;

/// Batches for tests of the log, which does not care what its events mean.
final class Batches {
  private Batches() {}

  /// `count` small events from `first` on.
  static EventBatch small(long first, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new EnginePaused(first + i));
    }
    return new EventBatch(first, events);
  }

  /// One event of about `bytes` bytes.
  static EventBatch large(long first, int bytes, SeededRandom random) {
    return new EventBatch(first, List.of(blob(random.bytes(bytes), random)));
  }

  /// One to four events of any kind and, now and then, one with many bytes, some of them zeros.
  static EventBatch any(long first, SeededRandom random) {
    SampleEvents samples = SampleEvents.of(random);
    List<Event> events = new ArrayList<>();
    for (int i = random.between(1, 4); i > 0; i--) {
      Event any = random.chance(1, 4) ? samples.extension() : samples.any();
      events.add(random.chance(1, 3) ? blob(bytes(random), random) : any);
    }
    return new EventBatch(first, events);
  }

  private static byte[] bytes(SeededRandom random) {
    byte[] bytes = random.bytes(random.below(3000));
    int zeros = random.coin() ? random.below(bytes.length + 1) : 0;
    for (int i = 0; i < zeros; i++) {
      bytes[bytes.length - 1 - i] = 0;
    }
    return bytes;
  }

  private static Event blob(byte[] bytes, SeededRandom random) {
    return new LedgerEntryAppended(
        LedgerEntryId.random(random),
        TenantId.random(random),
        "key",
        null,
        Bytes.takeOver(bytes),
        7);
  }
}
