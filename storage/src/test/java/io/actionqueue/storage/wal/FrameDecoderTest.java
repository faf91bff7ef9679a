package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.storage.codec.MalformedPayload;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Payloads of version 6 (S-30).
final class FrameDecoderTest {

  @Test
  void aBatchHasTheseBytes() {
    byte[] frame = Frames.batch(300, 2, List.of(new EnginePaused(7), new EngineResumed(300)));
    assertThat(HexFormat.of().formatHex(frame))
        .isEqualTo(
            "06000000"
                + "0b000000"
                + "1c9fad40"
                + ("ac02" + "02" + "02")
                + ("02" + "0b07")
                + ("03" + "0cac02"));
  }

  @ParameterizedTest
  @CsvSource({
    "0100 01 020b07, 1",
    "8100 00 01 020b07, 1",
    "0100 02 020b07 020c08, 2",
    "0504 01 020b07, 1",
    "ffffffffffffffffff01 00 01 020b07, 1",
    "0100 01 030b8700, 1",
  })
  void wellFormedBatchesAreRead(String payload, int count) throws Exception {
    FrameDecoder decoder = decode(payload);
    assertThat(decoder.count()).isEqualTo(count);
    assertThat(decoder.event(0)).isEqualTo(new EnginePaused(7));
  }

  @ParameterizedTest
  @CsvSource({
    "01, ends inside",
    "0100, ends inside",
    "0100 00, without events",
    "0100 01, 1 bytes or elements where 0 remain",
    "0100 01 030b07, 3 bytes or elements where 2 remain",
    "0100 01 010b, ends inside",
    "0100 01 030b0700, left over behind event 1",
    "0100 01 020b0700, left over behind the batch",
    "0100 02 020b07, ends inside",
    "0100 01 020b07 020c08, left over behind the batch",
    "0000 01 020b07, from sequence 0",
    "ffffffffffffffffff01 00 02 020b07 020c08, from sequence 18446744073709551615",
    "0101 01 020b07, lag 1 at sequence 1",
    "0100 01 027f07, unknown event variant 127",
    "0100 01 021f07, unknown event variant 31",
    "0100 ffffffffffffffffff01 020b07, elements where",
  })
  void anythingElseIsRefusedWhole(String payload, String reason) {
    assertThatThrownBy(() -> decode(payload))
        .isInstanceOf(MalformedPayload.class)
        .hasMessageContaining(reason);
  }

  @Test
  void onlyDecodedEventsCanBeAskedFor() throws Exception {
    FrameDecoder decoder = decode("0100 02 020b07 020c08");
    decoder.decode(5, new byte[] {1, 0x0b, 7}, 0, 3);
    assertThat(decoder.count()).isEqualTo(1);
    assertThatThrownBy(() -> decoder.event(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /// Options have one form for each of their meanings: that with further keys has some.
  @Test
  void optionsWithFurtherKeysHaveSome() throws Exception {
    var options = TaskPolicy.NONE.withFurtherKeys(List.of("k"));
    var set = new ExtensionEvent.TaskPolicySet(new TaskId(1, 1), options, 5);
    byte[] frame = Frames.batch(1, 0, List.of(set));
    String payload = HexFormat.of().formatHex(frame, FrameFormat.HEADER_BYTES, frame.length);
    assertThat(decode(payload).event(0)).isEqualTo(set);
    assertThat(payload).startsWith("010001").endsWith("01016b05");
    String shorter =
        HexFormat.of().toHexDigits((byte) (HexFormat.fromHexDigits(payload, 6, 8) - 2));
    String without = payload.substring(8, payload.length() - 8) + "0005";
    assertThatThrownBy(() -> decode("010001" + shorter + without))
        .isInstanceOf(MalformedPayload.class)
        .hasMessageContaining("have none");
  }

  private static FrameDecoder decode(String payload) throws MalformedPayload {
    byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));
    var decoder = new FrameDecoder();
    decoder.decode(FrameFormat.VERSION_BATCH, bytes, 0, bytes.length);
    return decoder;
  }
}
