package io.actionqueue.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the format documents say is what is written and checked.
class SnapshotDocsTest {
  private static final Path FOLDER = Path.of("..", "docs", "format");
  private static final List<String> KINDS =
      List.of(MappingRule.values()).stream().map(MappingRule::kind).toList();

  @Test
  void everyRuleOfV8HasItsRowInTheOrderOfChecking() throws IOException {
    List<String> kinds =
        Files.readAllLines(FOLDER.resolve("snapshot-v8.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z]\\w+` \\| .*"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .filter(KINDS::contains)
            .toList();
    assertThat(kinds).isEqualTo(KINDS);
  }

  @Test
  void everySectionHasItsNumberInTheTable() throws IOException {
    String text = Files.readString(FOLDER.resolve("snapshot-native.md"));
    for (SectionKind kind : SectionKind.ALL) {
      assertThat(text).contains("| " + kind.ordinal() + " | `" + kind + "` | ");
    }
  }

  @Test
  void theExampleIsTheEmptyState() throws IOException {
    var disk = SimulatedDisk.create();
    Path file = Path.of("/empty.aqs");
    StateCapture empty = QueueState.empty().capture();
    empty.advance(1);
    try (var handle = disk.open(file, OpenMode.CREATE_EMPTY)) {
      NativeFile.write(handle, empty, 300);
    }
    assertThat(example()).isEqualTo(HexFormat.of().formatHex(disk.content(file)));
  }

  private static String example() throws IOException {
    return Files.readAllLines(FOLDER.resolve("snapshot-native.md")).stream()
        .filter(line -> line.matches("[0-9a-f]{2}( [0-9a-f]{2})*  .*"))
        .map(line -> line.replaceFirst("  .*", "").replace(" ", ""))
        .collect(Collectors.joining());
  }
}
