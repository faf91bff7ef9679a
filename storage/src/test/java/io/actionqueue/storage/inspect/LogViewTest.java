package io.actionqueue.storage.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.golden.Golden;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.wal.CorruptionReason;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogViewTest {
  private static ScanVerdict dump(Golden golden, LogView.RawBytes raw, StringBuilder text)
      throws IOException {
    var log = new DataLayout(Golden.DIRECTORY).log();
    return LogView.write(JsonWriter.to(text), golden.disk(), log, raw);
  }

  @ParameterizedTest
  @CsvSource({"all-events, SHORT_FRAMES", "lifecycle, OMIT"})
  void everyRecordIsTheLineThatTheOriginalPrints(String name, LogView.RawBytes raw)
      throws IOException {
    var golden = new Golden(name);
    var text = new StringBuilder();
    ScanVerdict verdict = dump(golden, raw, text);
    assertThat(verdict).isInstanceOf(ScanVerdict.CleanEnd.class);
    String[] lines = text.toString().split("\n");
    String[] expected =
        new String(golden.bytes("expected.jsonl"), StandardCharsets.UTF_8).split("\n");
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < lines.length; i++) {
      assertThat(Golden.tree(lines[i])).isEqualTo(Golden.tree(expected[i]));
      assertThat(lines[i]).isEqualTo(expected[i]);
    }
  }

  @Test
  void recordsBeforeADamageAreStillPrinted() throws IOException {
    var text = new StringBuilder();
    ScanVerdict verdict =
        dump(new Golden("corrupt/wal-middle-crc-bitflip"), LogView.RawBytes.OMIT, text);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            ScanVerdict.Corrupt.class,
            corrupt -> {
              assertThat(corrupt.offset()).isEqualTo(412);
              assertThat(corrupt.reason()).isEqualTo(CorruptionReason.CRC_MISMATCH);
            });
    assertThat(text.toString().split("\n")).hasSize(7);
  }

  @Test
  void anUnfinishedEndIsCalledTorn() throws IOException {
    var text = new StringBuilder();
    var golden = new Golden("corrupt/wal-tail-payload-cut");
    assertThat(dump(golden, LogView.RawBytes.OMIT, text)).isInstanceOf(ScanVerdict.Torn.class);
    assertThat(text.toString().split("\n")).hasSize(15);
  }
}
