package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.state.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the format documents say is what is written.
final class FormatDocsTest {
  private static final Path FOLDER = Path.of("..", "docs", "format");

  @Test
  void everyEventHasItsNumberInTheTable() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("events.md"));
    SampleEvents samples = SampleEvents.of(SeededRandom.of(1));
    for (int kind = 0; kind < SampleEvents.KINDS; kind++) {
      Event event = samples.ofKind(kind);
      int number = Frames.single(1, event)[FrameFormat.HEADER_BYTES + 1];
      String row = "| " + number + " | `" + event.getClass().getSimpleName() + "` | ";
      assertThat(lines).as(row).anyMatch(line -> line.startsWith(row));
    }
  }

  @Test
  void everyExtensionHasItsNumberInTheTable() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("events.md"));
    SampleEvents samples = SampleEvents.of(SeededRandom.of(1));
    for (int kind = SampleEvents.FIRST_EXTENSION; kind <= SampleEvents.LAST_EXTENSION; kind++) {
      Event event = samples.ofKind(kind);
      // Header, then sequence, lag, count and length of one byte each.
      int at = FrameFormat.HEADER_BYTES + 3;
      byte[] frame = Frames.batch(1, 0, List.of(event));
      int lengthBytes = frame[at] < 0 ? (frame[at + 1] < 0 ? 3 : 2) : 1;
      assertThat((int) frame[at + lengthBytes]).isEqualTo(kind);
      String row = "| " + kind + " | `" + event.getClass().getSimpleName() + "` | ";
      assertThat(lines).as(row).anyMatch(line -> line.startsWith(row));
    }
  }

  @Test
  void everyWordForDamageIsExplained() throws IOException {
    String text = Files.readString(FOLDER.resolve("wal.md"));
    for (CorruptionReason reason : CorruptionReason.values()) {
      assertThat(text).contains("| `" + reason.token() + "` |");
    }
  }

  @Test
  void theExamplesAreFrames() throws IOException {
    String hex = examples(Files.readAllLines(FOLDER.resolve("wal.md")));
    assertThat(hex)
        .contains(HexFormat.of().formatHex(Frames.single(1, new EnginePaused(7))))
        .contains(
            HexFormat.of()
                .formatHex(
                    Frames.batch(300, 2, List.of(new EnginePaused(7), new EngineResumed(300)))));
  }

  /// The bytes at the beginnings of lines, without the words behind them.
  private static String examples(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("[0-9a-f]{2}( +[0-9a-f]{2})* .*"))
        .map(line -> line.replaceFirst("^((?:[0-9a-f]{2} +)+).*", "$1").replace(" ", ""))
        .collect(Collectors.joining());
  }
}
