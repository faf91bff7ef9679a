package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.RetryPolicy.Jitter;
import io.actionqueue.core.policy.RetryPolicy.Strategy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.policy.TaskPolicy.OnReplenish;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.UnencodableEvent;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.storage.fuzz.Mutator;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.state.SampleEvents;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The event that creates a task with its options, byte by byte: presence bits, then what is there.
final class CompactOptionsTest {
  private static final long MILLIS = 1_700_000_000_123L;
  private static final TaskSpec SPEC = TaskSpec.of(new TaskId(1, 1), TaskPayload.EMPTY);

  /// Number, id, empty payload, policy, constraints, metadata, neither parent nor tenant.
  private static final String FRONT =
      "55"
          + ("10" + "0000000000000001" + "0000000000000001")
          + "000000"
          + "010000000000"
          + "000000"
          + "0000";

  private static final String TIME = "fbd095ffbc31";

  /// Each single option, and how many bytes it takes beside a task without any: before, in an event
  /// of its own, and now. One of the bytes is that of the finer time.
  private static final Map<String, Cost> COSTS = costs();

  private record Cost(TaskPolicy policy, int before, int now) {}

  private static Map<String, Cost> costs() {
    var costs = new LinkedHashMap<String, Cost>();
    var retry = new RetryPolicy(Strategy.EXPONENTIAL, 1000, 60_000, Jitter.FULL, null);
    costs.put("retry", new Cost(TaskPolicy.NONE.withRetry(retry), 43, 10));
    costs.put("start within", new Cost(TaskPolicy.NONE.withStartWithin(60_000L), 38, 5));
    costs.put("deadline", new Cost(TaskPolicy.NONE.withDeadline(MILLIS + 60_000), 41, 8));
    costs.put("key permits", new Cost(TaskPolicy.NONE.withKeyPermits(2), 35, 3));
    costs.put("further keys", new Cost(TaskPolicy.NONE.withFurtherKeys(List.of("second")), 43, 10));
    costs.put(
        "await children",
        new Cost(TaskPolicy.NONE.withAwaitChildren(AwaitChildren.FAIL_PARENT), 35, 3));
    costs.put("progress within", new Cost(TaskPolicy.NONE.withProgressWithin(60_000L), 38, 5));
    costs.put("misfire", new Cost(TaskPolicy.NONE.withMisfire(new MisfirePolicy.Skip(60)), 37, 5));
    costs.put("on replenish", new Cost(TaskPolicy.NONE.withOnReplenish(OnReplenish.RESUME), 35, 3));
    costs.put("max interruptions", new Cost(TaskPolicy.NONE.withInterruptions(3, null), 36, 4));
    costs.put(
        "on uncertain",
        new Cost(TaskPolicy.NONE.withInterruptions(null, OnUncertain.RETRY), 36, 4));
    return costs;
  }

  private static TaskCreatedWithPolicy created(TaskPolicy policy) {
    return new TaskCreatedWithPolicy(SPEC, policy, MILLIS);
  }

  private static int bytes(Event... events) {
    return Frames.batch(1, 0, List.of(events)).length;
  }

  @Test
  void everyOptionTakesLittleMoreThanItself() {
    var plain = new TaskCreated(SPEC, MILLIS / 1000);
    var found = new ArrayList<String>();
    var expected = new ArrayList<String>();
    COSTS.forEach((name, cost) -> {
      var set = new TaskPolicySet(SPEC.id(), cost.policy, MILLIS);
      int before = bytes(plain, set) - bytes(plain);
      int now = bytes(created(cost.policy)) - bytes(plain);
      found.add(name + ": " + before + " → " + now);
      expected.add(name + ": " + cost.before + " → " + cost.now);
    });
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void everyOptionComesBack() throws Exception {
    for (Cost cost : COSTS.values()) {
      assertThat(decode(hex(created(cost.policy)))).isEqualTo(created(cost.policy));
    }
    TaskPolicy all =
        TaskPolicy.NONE
            .withRetry(new RetryPolicy(Strategy.FIXED, 0, 0, Jitter.NONE, 1L))
            .withMisfire(new MisfirePolicy.CatchUpLast(2, 3))
            .withAwaitChildren(AwaitChildren.IGNORE_FAILURES)
            .withOnReplenish(OnReplenish.RESUME)
            .withStartWithin(1L)
            .withDeadline(Long.MAX_VALUE)
            .withKeyPermits(TaskPolicy.MAX_KEY_PERMITS)
            .withInterruptions(0, OnUncertain.FAIL)
            .withProgressWithin(2L)
            .withFurtherKeys(List.of("a", "b", "c", "d", "e", "f", "g"));
    assertThat(decode(hex(created(all)))).isEqualTo(created(all));
    assertThat(hex(created(all))).contains("0000" + "ff0f" + "0000000001");
  }

  @Test
  void theBytesAreThese() {
    assertThat(hex(created(TaskPolicy.NONE.withKeyPermits(2))))
        .isEqualTo(FRONT + "08" + "02" + TIME);
    assertThat(hex(created(TaskPolicy.NONE.withOnReplenish(OnReplenish.RESUME))))
        .isEqualTo(FRONT + "8002" + TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "00, options that are none",
    "8010, unknown options: bits 800",
    "ffffffff0f, unknown options: bits ffffffff",
    "ffffffff1f, exceeds 32 bits",
    "0801, default",
    "0800, InvalidKeyPermits",
    "08c1843d, InvalidKeyPermits",
    "08ffffffff0f, InvalidKeyPermits",
    "1000, have none",
    "100100, EmptyConcurrencyKey",
    "1002016b016b, InvalidConcurrencyKeys",
    "10080161016201630164016501660167" + "0168, InvalidConcurrencyKeys",
    "1001" + "01ff, not UTF-8",
    "2000, default",
    "2003, unknown way to await children 3",
    "0200, InvalidStartDeadline",
    "0400, InvalidTaskDeadline",
    "4000, InvalidProgressLimit",
    "800104, unknown misfire policy 4",
    "8001010001, InvalidCatchUpCount",
    "8004ffffffff0f, InvalidMaxInterruptions",
    "800803, unknown rule for uncertainty 3",
    "010401010000, unknown retry strategy 4",
    "010001010300, unknown jitter 3",
    "010002010000, InvalidRetryPolicy",
    "010001010002, tag of an optional value is 2",
    "01000101000100, InvalidRetryPolicy",
  })
  void anythingElseIsRefused(String options, String reason) {
    assertThatThrownBy(() -> decode(FRONT + options + TIME))
        .isInstanceOf(MalformedPayload.class)
        .hasMessageContaining(reason);
  }

  /// The form that the original gives an unlimited schedule (S-8) stands in its own events only.
  @Test
  void aScheduleAlwaysHasTheTagOfItsLimit() throws Exception {
    var cron = SPEC.withRunPolicy(new RunPolicy.Cron("@daily", null));
    var event = new TaskCreatedWithPolicy(cron, TaskPolicy.NONE.withKeyPermits(2), MILLIS);
    String hex = hex(event);
    assertThat(decode(hex)).isEqualTo(event);
    String expression = "06406461696c79";
    String without = hex.replace(expression + "00", expression);
    assertThat(without).hasSize(hex.length() - 2);
    assertThatThrownBy(() -> decode(without)).isInstanceOf(MalformedPayload.class);
  }

  @Test
  void optionsThatAreNoneAreNotWritten() {
    var buffer = new FrameBuffer(Frames.PATH, 64);
    var batch = new EventBatch(1, List.of(created(TaskPolicy.NONE)));
    assertThatThrownBy(() -> buffer.add(batch))
        .isInstanceOf(UnencodableEvent.class)
        .hasMessageContaining("none");
  }

  @Test
  void whatEndsEarlyOrLateIsRefused() {
    Seeds.check(
        20,
        random -> {
          String hex = hex(sample(random));
          for (int end = 0; end < hex.length(); end += 2) {
            String shorter = hex.substring(0, end);
            assertThatThrownBy(() -> decode(shorter)).isInstanceOf(MalformedPayload.class);
          }
          assertThatThrownBy(() -> decode(hex + "00")).isInstanceOf(MalformedPayload.class);
        });
  }

  /// Whatever a byte becomes: it is refused, or it is an event that can be written again.
  @Test
  void everyChangedByteIsAnEventOrMalformed() {
    Seeds.check(
        10,
        random -> {
          byte[] event = HexFormat.of().parseHex(hex(sample(random)));
          for (int at = 0; at < event.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
              byte[] changed = event.clone();
              changed[at] ^= (byte) (1 << bit);
              tryOut(changed);
            }
          }
        });
  }

  @Test
  void whateverBytesComeTheyAreAnEventOrMalformed() {
    Seeds.check(
        50,
        random -> {
          var mutator = new Mutator(random.split());
          List<byte[]> samples = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            samples.add(HexFormat.of().parseHex(hex(sample(random))));
          }
          for (int i = 0; i < 300; i++) {
            tryOut(mutator.mutate(random.pick(samples), samples));
          }
        });
  }

  private static void tryOut(byte[] bytes) throws MalformedPayload {
    Event event;
    try {
      event = decode(HexFormat.of().formatHex(bytes));
    } catch (MalformedPayload refused) {
      assertThat(refused.detail()).isNotEmpty();
      return;
    }
    String again = hex(event);
    assertThat(decode(again)).isEqualTo(event);
    if (event instanceof TaskCreatedWithPolicy) {
      assertThat(again.length()).isLessThanOrEqualTo(2 * bytes.length);
    }
  }

  private static Event sample(SeededRandom random) {
    return SampleEvents.of(random).ofKind(0x55);
  }

  /// An event alone, as a frame of version 6 holds it.
  private static String hex(Event event) {
    byte[] frame = Frames.batch(1, 0, List.of(event));
    int length = frame.length - FrameFormat.HEADER_BYTES - 3;
    int lengthBytes = length < 129 ? 1 : length < 16_386 ? 2 : 3;
    return HexFormat.of()
        .formatHex(frame, FrameFormat.HEADER_BYTES + 3 + lengthBytes, frame.length);
  }

  private static Event decode(String event) throws MalformedPayload {
    int length = event.length() / 2;
    var size = new StringBuilder();
    for (int rest = length; ; rest >>>= 7) {
      size.append(HexFormat.of().toHexDigits((byte) (rest > 127 ? rest | 0x80 : rest)));
      if (rest <= 127) {
        break;
      }
    }
    byte[] bytes = HexFormat.of().parseHex("010001" + size + event);
    var decoder = new FrameDecoder();
    decoder.decode(FrameFormat.VERSION_BATCH, bytes, 0, bytes.length);
    return decoder.event(0);
  }
}
