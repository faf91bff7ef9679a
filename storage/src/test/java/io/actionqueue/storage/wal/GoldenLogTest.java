package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.json.EventWriter;
import io.actionqueue.storage.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Logs that the original wrote are read as the original reads them, and written again to the same
/// bytes. Covers A-764 for all 31 kinds of event.
final class GoldenLogTest {

  @ParameterizedTest
  @ValueSource(strings = {"all-events/actionqueue.wal", "lifecycle/wal/actionqueue.wal"})
  void everyRecordIsReadWithItsPlaceAndContent(String name) throws IOException {
    Path log = Golden.path(name);
    List<JsonNode> lines = Golden.lines(Golden.path(name.split("/")[0] + "/expected.jsonl"));
    byte[] file = Golden.bytes(log);
    try (LogReader reader = LogReader.open(SystemFiles.INSTANCE, log)) {
      for (JsonNode line : lines) {
        LoggedEvent read = reader.next();
        assertThat(read).as("record at %s", line.get("offset")).isNotNull();
        assertThat(read.frame().offset()).isEqualTo(line.get("offset").asLong());
        assertThat(read.frame().length()).isEqualTo(line.get("record_length").asLong());
        assertThat(read.frame().payloadLength()).isEqualTo(line.get("length").asInt());
        assertThat(read.frame().crc32()).isEqualTo(line.get("crc32").asLong());
        assertThat(Long.toUnsignedString(read.sequence()))
            .isEqualTo(line.get("sequence").asString());
        assertThat(json(read.event())).isEqualTo(line.get("event"));
        assertThat(Frames.single(read.sequence(), read.event())).isEqualTo(slice(file, read));
      }
      assertThat(reader.next()).isNull();
      assertThat(reader.isEnd()).isTrue();
    }
  }

  @Test
  void allThirtyOneKindsOfEventAreAmongThem() throws IOException {
    Set<Class<?>> kinds = new HashSet<>();
    ScanReport report =
        LogScan.run(
            SystemFiles.INSTANCE,
            Golden.path("all-events/actionqueue.wal"),
            ScanPolicy.DEFAULT,
            (_, event, _) -> kinds.add(event.getClass()));
    assertThat(kinds).hasSize(31);
    assertThat(report.events()).isEqualTo(655);
    assertThat(report.verdict()).isEqualTo(new ScanVerdict.CleanEnd(152_970));
  }

  @Test
  void hexDumpsBesideTheLogAreItsBytes() {
    byte[] file = Golden.bytes(Golden.path("all-events/actionqueue.wal"));
    for (JsonNode line : Golden.lines(Golden.path("all-events/expected.jsonl"))) {
      if (line.has("hex")) {
        int offset = line.get("offset").asInt();
        int end = offset + line.get("record_length").asInt();
        assertThat(HexFormat.of().formatHex(file, offset, end))
            .isEqualTo(line.get("hex").asString());
      }
    }
  }

  private static byte[] slice(byte[] file, LoggedEvent event) {
    int start = (int) event.frame().offset();
    return Arrays.copyOfRange(file, start, start + (int) event.frame().length());
  }

  private static JsonNode json(Event event) throws IOException {
    var text = new StringBuilder();
    JsonWriter out = JsonWriter.to(text);
    EventWriter.event(out, event);
    out.flush();
    return Golden.JSON.readTree(text.toString());
  }
}
