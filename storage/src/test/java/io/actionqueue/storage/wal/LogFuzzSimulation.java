package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.storage.fuzz.Fuzz;
import io.actionqueue.storage.fuzz.Mutator;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.state.SampleEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Inputs by the million for the readers of the log. None hangs, none asks for memory that its
/// bytes do not justify, none ends otherwise than declared, and nothing is accepted that has no
/// meaning: what was accepted is written and read again as the same events.
///
/// `-Daq.fuzz.inputs=N` sets how many inputs there are in all, 200,000 by default; `-Daq.seed=S`
/// runs one block of them again.
final class LogFuzzSimulation {
  private static final int POOL = 400;

  @Test
  void payloads() {
    var accepted = new AtomicLong();
    Fuzz.run(
        LogFuzzSimulation.class,
        Fuzz.share(0.88),
        random -> {
          List<byte[]> pool = pool(random);
          var decoder = new FrameDecoder();
          var mutator = new Mutator(random);
          return () -> {
            byte[] payload = mutator.mutate(random.pick(pool), pool);
            int version = random.coin() ? FrameFormat.VERSION_SINGLE : FrameFormat.VERSION_BATCH;
            if (decodes(decoder, version, payload)) {
              accepted.incrementAndGet();
              meansSomething(decoder);
            }
          };
        });
    assertThat(accepted.get()).as("accepted inputs").isPositive();
  }

  private static boolean decodes(FrameDecoder decoder, int version, byte[] payload) {
    try {
      decoder.decode(version, payload, 0, payload.length);
      return true;
    } catch (MalformedPayload e) {
      if (e.detail().isEmpty()) {
        throw new AssertionError("refused without a word");
      }
      return false;
    }
  }

  /// Encodes what was decoded and decodes it once more.
  private static void meansSomething(FrameDecoder decoded) {
    if (decoded.count() <= 0) {
      throw new AssertionError("accepted without events");
    }
    if (decoded.firstSequence() == 0) {
      return; // read from logs of the original, never written
    }
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < decoded.count(); i++) {
      events.add(decoded.event(i));
    }
    byte[] frame = Frames.batch(decoded.firstSequence(), decoded.lag(), events);
    var again = new FrameDecoder();
    int length = frame.length - FrameFormat.HEADER_BYTES;
    try {
      again.decode(FrameFormat.VERSION_BATCH, frame, FrameFormat.HEADER_BYTES, length);
    } catch (MalformedPayload e) {
      throw new AssertionError("accepted " + events + ", but not what it is written as", e);
    }
    for (int i = 0; i < events.size(); i++) {
      if (!again.event(i).equals(events.get(i))) {
        throw new AssertionError(events.get(i) + " comes back as " + again.event(i));
      }
    }
  }

  @Test
  void files() {
    Fuzz.run(
        LogFuzzSimulation.class,
        Fuzz.share(0.10),
        random -> {
          List<byte[]> pool = pool(random);
          var mutator = new Mutator(random);
          return () -> readAll(file(random, mutator, pool));
        });
  }

  /// Every policy delivers the same events up to where it stops, and no policy reads beyond the
  /// end.
  private static void readAll(LogBytes log) throws IOException {
    List<Long> strict = delivered(log, ScanPolicy.STRICT);
    for (ScanPolicy policy : ScanPolicy.values()) {
      ScanVerdict verdict = log.verdict(policy);
      if (verdict.offset() < 0 || verdict.offset() > log.length()) {
        throw new AssertionError(policy + " stops at " + verdict.offset() + " of " + log.length());
      }
      if (verdict instanceof ScanVerdict.Torn torn
          && torn.offset() + torn.bytes() != log.length()) {
        throw new AssertionError("a torn end in the middle: " + torn);
      }
    }
    if (!delivered(log, ScanPolicy.DEFAULT).equals(strict)) {
      throw new AssertionError("opening reads other events than strict reading");
    }
    LogBytes.Read read = log.read();
    if (!read.sequences().equals(strict)) {
      throw new AssertionError("the reader yields " + read.sequences() + ", a scan " + strict);
    }
  }

  private static List<Long> delivered(LogBytes log, ScanPolicy policy) throws IOException {
    List<Long> sequences = new ArrayList<>();
    var _ = log.scan(policy, (sequence, _, _) -> sequences.add(sequence));
    return sequences;
  }

  /// Whole frames, frames with right checksums around wrong payloads, headers that lie, zeros,
  /// noise; some of it mutated afterwards.
  private static LogBytes file(SeededRandom random, Mutator mutator, List<byte[]> pool) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = random.between(1, 6); i > 0; i--) {
      byte[] payload = random.pick(pool);
      parts.add(
          switch (random.below(8)) {
            case 0, 1, 2 -> Frames.of(random.between(5, 6), payload);
            case 3 -> Frames.of(random.between(4, 7), mutator.mutate(payload, pool));
            case 4 -> mutator.mutate(Frames.of(random.between(5, 6), payload), pool);
            case 5 -> new byte[random.below(1200)];
            case 6 -> Frames.frame(5, (int) random.getAsLong(), 7, random.bytes(40));
            default -> random.bytes(random.below(60));
          });
    }
    return new LogBytes(Frames.concat(parts.toArray(byte[][]::new)));
  }

  /// Payloads of either version that are whole.
  private static List<byte[]> pool(SeededRandom random) {
    SampleEvents events = SampleEvents.of(random);
    List<byte[]> pool = new ArrayList<>();
    for (int i = 0; i < POOL; i++) {
      byte[] frame =
          random.coin()
              ? Frames.single(1 + random.below(1000L), events.any())
              : Frames.batch(1 + random.below(100L), 0, List.of(events.any(), events.any()));
      byte[] payload = new byte[frame.length - FrameFormat.HEADER_BYTES];
      System.arraycopy(frame, FrameFormat.HEADER_BYTES, payload, 0, payload.length);
      pool.add(payload);
    }
    return pool;
  }
}
