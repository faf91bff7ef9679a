package io.actionqueue.storage.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files that the original wrote, and what it made of them (`golden/README.md`). They are read
/// where they lie and never opened for writing.
final class Golden {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Path ROOT = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A document of one value.
  static JsonNode json(Path path) {
    return JSON.readTree(bytes(path));
  }

  /// A document with one value a line.
  static List<JsonNode> lines(Path path) {
    List<JsonNode> values = new ArrayList<>();
    try (Stream<String> lines = Files.lines(path)) {
      lines.forEach(line -> values.add(JSON.readTree(line)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  /// Every directory that has a log or a note about one.
  static List<Path> corruptCases() {
    try (Stream<Path> entries = Files.list(path("corrupt"))) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
