package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.UnencodableEvent;
import io.actionqueue.storage.codec.MalformedPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Single payloads: the vectors of the original's encoder, and what its decoder accepts and refuses
/// (spec 01 §3, §4 and annex B).
final class EventCodecTest {
  private static final String ID = "10101112131415161718191a1b1c1d1e1f";
  private static final String NIL = "1000000000000000000000000000000000";
  private static final TaskId TASK = new TaskId(0x1011121314151617L, 0x18191a1b1c1d1e1fL);
  private static final RunId RUN = new RunId(1, 2);

  @Test
  void vectorsOfTheOriginalAreReadAndWrittenAgainToTheSameBytes() throws Exception {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/resources/format/v5/vectors.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(lines).hasSize(62);
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(" \\| ", -1);
      byte[] frame = HexFormat.of().parseHex(cells[1]);
      FrameDecoder decoder = new FrameDecoder();
      decoder.decode(5, frame, FrameFormat.HEADER_BYTES, frame.length - FrameFormat.HEADER_BYTES);
      assertThat(decoder.firstSequence()).isEqualTo(100L * (i + 1));
      assertThat(decoder.event(0).getClass().getSimpleName())
          .as(cells[0])
          .isEqualTo(cells[0].split(":", 2)[0]);
      assertThat(Frames.single(100L * (i + 1), decoder.event(0))).as(cells[0]).isEqualTo(frame);
    }
  }

  @Test
  void workedExamplesHaveTheirBytes() {
    assertThat(hex(Frames.single(1, new EnginePaused(7))))
        .isEqualTo("05000000030000004dff1383010b07");
    assertThat(
            hex(
                Frames.single(
                    3,
                    new RunEvent.RunStateChanged(
                        RunId.parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
                        RunState.SCHEDULED,
                        RunState.READY,
                        1_700_000_000))))
        .isEqualTo("050000001a000000f7a62afd0302100f8fad5bd9cb469fa16570867728950e000180e2cfaa06");
  }

  @ParameterizedTest
  @CsvSource({
    "010b07, 1",
    "010b076362, 1",
    "81000b07, 1",
    "018b8080800007, 1",
    "ffffffffffffffffff010b07, -1",
    "01059000" + "101112131415161718191a1b1c1d1e1f" + "04, 1",
  })
  void overlongNumbersAndBytesLeftOverAreAccepted(String payload, long sequence) throws Exception {
    FrameDecoder decoder = decode(payload);
    assertThat(decoder.count()).isEqualTo(1);
    assertThat(decoder.firstSequence()).isEqualTo(sequence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "018b808080800007",
        "018b8080801007",
        "ffffffffffffffffff020b07",
        "ffffffffffffffffff81000b07",
        "011f07",
        "012007",
        "01ffffffff0f07",
        "010b",
        "01",
        "",
        "01050f101112131415161718191a1b1c1d1e04",
        "010511101112131415161718191a1b1c1d1e1f2004",
        "010e" + ID + "0204",
        "010e" + ID + "0101ff04",
        "010e" + ID + "0103eda08004",
        "010e" + ID + "0102c08004",
        "010e" + ID + "0104f490808004",
        "0102" + ID + "000904",
        "0104" + ID + ID + "0400000004",
        "0110" + ID + "03000004",
        "0114" + ID + ID + "0404",
        "011b" + ID + "04" + ID + "04",
        "011c" + ID + "06" + ID + "04",
      })
  void whatTheOriginalRefusesIsRefused(String payload) {
    assertThatExceptionOfType(MalformedPayload.class).isThrownBy(() -> decode(payload));
  }

  @Test
  void nilIdsAreAcceptedOutsideTaskAndRun() throws Exception {
    assertThat(decode("0105" + NIL + "04").event(0))
        .isEqualTo(new TaskEvent.TaskCanceled(new TaskId(0, 0), 4));
    assertThat(
            decode("0100" + ID + "0000000100000000000000000110" + "00".repeat(16) + "0005")
                .event(0))
        .isInstanceOfSatisfying(
            TaskEvent.TaskCreated.class,
            created -> assertThat(created.spec().parentTaskId()).isEqualTo(new TaskId(0, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    // id, policy, attempts, timeout, key, hold, safety, capabilities
    ID + ", 00, 01, 00, 00, 00, 00, 00, true",
    NIL + ", 00, 01, 00, 00, 00, 00, 00, false",
    ID + ", 00, 00, 00, 00, 00, 00, 00, false",
    ID + ", 00, 01, 0100, 00, 00, 00, 00, false",
    ID + ", 00, 01, 00, 0100, 00, 00, 00, false",
    ID + ", 00, 01, 00, 00, 02, 00, 00, false",
    ID + ", 00, 01, 00, 00, 00, 03, 00, false",
    ID + ", 00, 01, 00, 00, 00, 00, 0100, false",
    ID + ", 00, 01, 00, 00, 00, 00, 010100, false",
    ID + ", 010005, 01, 00, 00, 00, 00, 00, false",
    ID + ", 010500, 01, 00, 00, 00, 00, 00, false",
    ID + ", 03, 01, 00, 00, 00, 00, 00, false",
    ID + ", 020640646169 6c7900, 01, 00, 00, 00, 00, 00, true",
    ID + ", 0206406461696c790100, 01, 00, 00, 00, 00, 00, false",
    ID + ", 0205406e6f70 6500, 01, 00, 00, 00, 00, 00, false",
  })
  void taskSpecsAreHeldToTheirRules(ArgumentsAccessor fields) {
    String id = fields.getString(0);
    String policy = fields.getString(1);
    String constraints =
        IntStream.range(2, 8).mapToObj(fields::getString).collect(Collectors.joining());
    String payload = "0100" + id + "0000" + policy + constraints + "000000" + "0000" + "05";
    boolean good = fields.getBoolean(8);
    assertAccepted(good, payload.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "000000050600, true",
    "010000050600, false",
    "010000060500, true",
    "000110" + "101112131415161718191a1b1c1d1e1f" + "00050600, false",
    "030110" + "101112131415161718191a1b1c1d1e1f" + "00050600, true",
  })
  void runsAreHeldToTheirRules(String rest, boolean good) {
    assertAccepted(good, "0101" + ID + ID + rest + "05");
    assertAccepted(false, "0101" + NIL + ID + rest + "05");
    assertAccepted(false, "0101" + ID + NIL + rest + "05");
  }

  /// Spec 01 §4.4 and §5.4.
  @Test
  void allThreeFormsOfCronAreReadAndOneIsWritten() throws Exception {
    String front = "0100" + ID + "00000206406461696c79";
    String back = "010000000000000000000080e2cfaa06";
    Event formA = decode(front + "00" + back).event(0);
    assertThat(decode(front + back).event(0)).isEqualTo(formA);
    assertThat(formA)
        .isEqualTo(
            new TaskEvent.TaskCreated(
                TaskSpec.of(TASK, TaskPayload.EMPTY)
                    .withRunPolicy(new RunPolicy.Cron("@daily", null)),
                1_700_000_000));
    assertThat(((TaskEvent.TaskCreated) decode(front + "0105" + back).event(0)).spec().runPolicy())
        .isEqualTo(new RunPolicy.Cron("@daily", 5L));
    byte[] written = Frames.single(1, formA);
    assertThat(hex(Arrays.copyOfRange(written, FrameFormat.HEADER_BYTES, written.length)))
        .isEqualTo(front + "00" + back);
  }

  /// A record that fits the normal form is read in it, although the original meant form B: no
  /// reader can tell (spec 01 §4.4).
  @Test
  void bytesThatFitTheNormalFormAreReadInIt() throws Exception {
    String front = "0100" + ID + "00000206406461696c79";
    Event event = decode(front + "0101010000000000000100000005").event(0);
    assertThat(((TaskEvent.TaskCreated) event).spec().runPolicy())
        .isEqualTo(new RunPolicy.Cron("@daily", 1L));
  }

  @Test
  void bytesLeftOverBehindACronTaskOfNeitherFormAreIgnored() throws Exception {
    String front = "0100" + ID + "00000206406461696c79";
    Event event = decode(front + "00" + "0100000000000000000000" + "05" + "6362").event(0);
    assertThat(event.timestamp()).isEqualTo(5);
    assertThat(((TaskEvent.TaskCreated) event).spec().runPolicy())
        .isEqualTo(new RunPolicy.Cron("@daily", null));
  }

  @Test
  void whatNoReaderWouldAcceptIsNotWritten() {
    assertUnencodable(new RunEvent.RunSuspended(RUN, "a\ud800b", 1), "unpaired surrogate");
    assertUnencodable(
        new RunEvent.RunSuspended(RUN, "x".repeat(100) + "\udc00", 1), "unpaired surrogate");
    assertUnencodable(
        new RunEvent.RunCreated(run(RunState.SCHEDULED, new AttemptId(1, 1), 0)), "open attempt");
    assertUnencodable(new RunEvent.RunCreated(run(RunState.SCHEDULED, null, 1L << 32)), "32 bits");
    assertUnencodable(
        new SubscriptionCreated(
            new SubscriptionId(1, 1), TASK, new EventFilter.Custom("\udfff"), 1),
        "unpaired surrogate");
    for (int percent : new int[] {-1, 256}) {
      var filter =
          new EventFilter.BudgetThreshold(
              TASK, io.actionqueue.core.budget.BudgetDimension.TOKEN, percent);
      assertUnencodable(
          new SubscriptionCreated(new SubscriptionId(1, 1), TASK, filter, 1), "threshold_pct");
    }
  }

  @Test
  void aRefusedBatchLeavesNothingBehind() throws IOException {
    var buffer = new FrameBuffer(Frames.PATH, 64);
    Event good = new EnginePaused(7);
    buffer.add(new EventBatch(1, List.of(good)));
    int before = buffer.size();
    Event bad = new RunEvent.RunSuspended(RUN, "\ud800", 1);
    assertThatThrownBy(() -> buffer.add(new EventBatch(2, List.of(good, bad))))
        .isInstanceOf(UnencodableEvent.class);
    assertThat(buffer.size()).isEqualTo(before);
    assertThat(buffer.count()).isEqualTo(1);
    assertThat(buffer.add(new EventBatch(2, List.of(good)))).isTrue();
  }

  /// The mark of the lenient decoder is a legal character of its own.
  @Test
  void theReplacementCharacterIsAnOrdinaryText() throws Exception {
    Event event = new RunEvent.RunSuspended(RUN, "\ufffd", 1);
    assertThat(decode(payload(event)).event(0)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 41, 42, 43, 126, 127, 128, 129, 16_383, 16_384, 70_000})
  void textsAndBytesOfEveryLengthComeBack(int length) throws Exception {
    for (String letter : List.of("a", "é", "日")) {
      Event event = new RunEvent.RunSuspended(RUN, letter.repeat(length), 1);
      assertThat(decode(payload(event)).event(0)).isEqualTo(event);
    }
    Event event =
        new TaskEvent.TaskCreated(
            TaskSpec.of(TASK, TaskPayload.of(Bytes.takeOver(new byte[length]))), 1);
    assertThat(decode(payload(event)).event(0)).isEqualTo(event);
  }

  private static RunInstance run(
      RunState state, @org.jspecify.annotations.Nullable AttemptId attempt, long count) {
    return new RunInstance(RUN, TASK, state, attempt, count, 1, 1, 0, 1);
  }

  private static void assertUnencodable(Event event, String reason) {
    var buffer = new FrameBuffer(Frames.PATH, 64);
    assertThatThrownBy(() -> buffer.add(new EventBatch(1, List.of(event))))
        .isInstanceOf(UnencodableEvent.class)
        .hasMessageContaining(reason);
  }

  private static void assertAccepted(boolean good, String payload) {
    if (good) {
      org.assertj.core.api.Assertions.assertThatCode(() -> decode(payload))
          .doesNotThrowAnyException();
    } else {
      assertThatExceptionOfType(MalformedPayload.class).isThrownBy(() -> decode(payload));
    }
  }

  private static String payload(Event event) {
    return hex(Frames.single(1, event)).substring(2 * FrameFormat.HEADER_BYTES);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static FrameDecoder decode(String payload) throws MalformedPayload {
    byte[] bytes = HexFormat.of().parseHex(payload);
    var decoder = new FrameDecoder();
    decoder.decode(FrameFormat.VERSION_SINGLE, bytes, 0, bytes.length);
    return decoder;
  }
}
