package io.actionqueue.testkit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.event.PlatformEvent.TenantCreated;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every event log promises, as tests. An implementation extends this class and says how its
/// log is opened, read back and made to fail.
public abstract class EventLogContract {

  /// One place that holds a log, empty at first.
  public interface Subject extends AutoCloseable {
    /// Opens the log that stands in this place; after the first time, behind what it holds.
    EventLog open() throws IOException;

    /// The events that a reader finds, in order, while no log is open.
    List<Event> recorded() throws IOException;

    /// Makes the next sync of the open log fail.
    void failNextSync();

    /// Removes what the place needed.
    @Override
    default void close() throws IOException {}
  }

  private Subject subject;

  /// For implementations.
  @SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
  protected EventLogContract() {}

  /// A fresh place without a log.
  protected abstract Subject newSubject() throws IOException;

  /// Makes the place for a test.
  @BeforeEach
  final void createSubject() throws IOException {
    subject = newSubject();
  }

  /// Removes it.
  @AfterEach
  final void closeSubject() throws IOException {
    subject.close();
  }

  @Test
  void aNewLogIsEmpty() throws IOException {
    try (EventLog log = subject.open()) {
      assertEquals(0, log.lastSequence());
      assertEquals(0, log.durableSequence());
    }
    assertEquals(List.of(), subject.recorded());
  }

  @Test
  void appendCountsAtOnce() throws IOException {
    try (EventLog log = subject.open()) {
      log.append(batch(1, 3));
      assertEquals(3, log.lastSequence());
      log.append(batch(4, 1));
      assertEquals(4, log.lastSequence());
    }
  }

  @Test
  void syncMakesEverythingDurable() throws IOException {
    try (EventLog log = subject.open()) {
      log.append(batch(1, 3));
      log.append(batch(4, 1));
      log.sync();
      assertEquals(4, log.durableSequence());
      log.sync();
      assertEquals(4, log.durableSequence());
    }
  }

  @Test
  void theListenerHearsInOrderAndEveryBatchInTheEnd() throws IOException {
    var listener = new Recorder();
    try (EventLog log = subject.open()) {
      log.listen(listener);
      for (int i = 1; i <= 20; i++) {
        log.append(batch(i, 1));
      }
      log.sync();
      assertEquals(20, listener.last());
      log.append(batch(21, 2));
    }
    assertEquals(22, listener.last());
    assertTrue(listener.isAscending(), () -> "not ascending: " + listener);
    assertFalse(listener.failed());
  }

  @Test
  void closeKeepsEverythingAndReopeningGoesOn() throws IOException {
    List<Event> written = new ArrayList<>();
    try (EventLog log = subject.open()) {
      append(log, batch(1, 3), written);
      append(log, batch(4, 2), written);
    }
    try (EventLog log = subject.open()) {
      assertEquals(5, log.lastSequence());
      assertEquals(5, log.durableSequence());
      append(log, batch(6, 1), written);
    }
    assertEquals(written, subject.recorded());
  }

  @Test
  void batchesOfAnySizeComeBackAsTheyWere() {
    Seeds.check(
        5,
        random -> {
          try (Subject place = newSubject()) {
            List<Event> written = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
              try (EventLog log = place.open()) {
                for (int i = random.between(0, 10); i > 0; i--) {
                  append(log, randomBatch(log.lastSequence() + 1, random), written);
                  if (random.chance(1, 3)) {
                    log.sync();
                  }
                }
              }
              assertEquals(written, place.recorded());
            }
          }
        });
  }

  @Test
  void closingTwiceIsClosingOnce() throws IOException {
    EventLog log = subject.open();
    log.append(batch(1, 1));
    log.close();
    log.close();
    assertEquals(1, subject.recorded().size());
  }

  @Test
  void aClosedLogRefusesEverything() throws IOException {
    EventLog log = subject.open();
    log.close();
    assertThrows(IOException.class, () -> log.append(batch(1, 1)));
    assertThrows(IOException.class, log::sync);
    assertEquals(List.of(), subject.recorded());
  }

  @Test
  void aBatchThatGoesBackIsRefusedAndTheLogGoesOn() throws IOException {
    try (EventLog log = subject.open()) {
      log.append(batch(1, 3));
      assertThrows(IOException.class, () -> log.append(batch(3, 1)));
      assertThrows(IOException.class, () -> log.append(batch(1, 3)));
      assertEquals(3, log.lastSequence());
      log.append(batch(4, 1));
      log.sync();
      assertEquals(4, log.durableSequence());
    }
    assertEquals(4, subject.recorded().size());
  }

  @Test
  void aFailedSyncPoisonsTheLog() throws IOException {
    var listener = new Recorder();
    EventLog log = subject.open();
    log.listen(listener);
    log.append(batch(1, 1));
    log.sync();
    subject.failNextSync();
    // Where a thread of the log's own syncs, the append may meet the failure first.
    assertThrows(
        IOException.class,
        () -> {
          log.append(batch(2, 1));
          log.sync();
        });
    assertThrows(IOException.class, log::sync);
    assertThrows(IOException.class, () -> log.append(batch(3, 1)));
    assertTrue(listener.failed());
    assertEquals(1, listener.failures());
    assertEquals(1, listener.last());
    assertEquals(1, log.durableSequence());
    closePoisoned(log);
  }

  @Test
  void afterAFailureReopeningFindsWhatWasAcknowledged() throws IOException {
    EventLog log = subject.open();
    log.append(batch(1, 2));
    log.sync();
    subject.failNextSync();
    assertThrows(
        IOException.class,
        () -> {
          log.append(batch(3, 1));
          log.sync();
        });
    closePoisoned(log);
    long found;
    try (EventLog reopened = subject.open()) {
      found = reopened.lastSequence();
      assertTrue(found == 2 || found == 3, () -> "last sequence " + found);
      reopened.append(batch(found + 1, 1));
    }
    assertEquals(found + 1, subject.recorded().size());
  }

  private static void append(EventLog log, EventBatch batch, List<Event> written)
      throws IOException {
    log.append(batch);
    written.addAll(batch.events());
  }

  /// Whether closing a poisoned log fails is left to the log; it must give the place back.
  private static void closePoisoned(EventLog log) {
    try {
      log.close();
    } catch (IOException _) {
      // The first cause once more.
    }
  }

  /// Pauses and resumes, so that any log of them can be replayed.
  private static EventBatch batch(long first, int count) {
    List<Event> events = new ArrayList<>();
    for (long sequence = first; sequence < first + count; sequence++) {
      events.add(sequence % 2 == 1 ? new EnginePaused(sequence) : new EngineResumed(sequence));
    }
    return new EventBatch(first, events);
  }

  private static EventBatch randomBatch(long first, SeededRandom random) {
    List<Event> events = new ArrayList<>();
    for (int i = random.between(1, 5); i > 0; i--) {
      TenantId tenant = TenantId.random(random);
      events.add(new TenantCreated(tenant, "tenant é " + random.below(1000), random.below(1000)));
      events.add(
          new LedgerEntryAppended(
              LedgerEntryId.random(random),
              tenant,
              "key",
              null,
              Bytes.takeOver(random.bytes(random.below(2000))),
              random.getAsLong()));
    }
    return new EventBatch(first, events);
  }

  /// Remembers what a log tells.
  private static final class Recorder implements EventLog.DurabilityListener {
    private final List<Long> sequences = new ArrayList<>();
    private int failures;

    @Override
    public synchronized void durable(long sequence) {
      sequences.add(sequence);
    }

    @Override
    public synchronized void failed(IOException cause) {
      failures++;
    }

    synchronized long last() {
      return sequences.isEmpty() ? 0 : sequences.getLast();
    }

    synchronized boolean isAscending() {
      return sequences.stream().sorted().distinct().toList().equals(sequences);
    }

    synchronized boolean failed() {
      return failures > 0;
    }

    synchronized int failures() {
      return failures;
    }

    @Override
    public synchronized String toString() {
      return sequences.toString();
    }
  }
}
