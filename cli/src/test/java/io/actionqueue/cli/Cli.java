package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs commands in this process. The clock stands at a fixed instant until a test moves it.
final class Cli {
  static final long NOW = 1_700_000_000;

  final ManualTime time = ManualTime.atSeconds(NOW);
  private final Map<String, String> environment = new HashMap<>();
  private final SeededRandom random = SeededRandom.of(7);
  private byte[] input = {};
  private boolean terminal;

  /// What a command did.
  ///
  /// @param exit its exit code
  /// @param out its standard output
  /// @param err its standard error
  record Result(int exit, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }

    JsonNode error() {
      return JsonMapper.shared().readTree(err);
    }

    String errorKind() {
      return error().path("error_kind").stringValue();
    }

    String errorCode() {
      return error().path("error_code").stringValue();
    }

    String message() {
      return error().path("message").stringValue();
    }

    List<String> lines() {
      return out.lines().toList();
    }
  }

  Cli environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Cli dataDirectory(Path directory) {
    return environment("ACTIONQUEUE_DATA_DIR", directory.toString());
  }

  Cli input(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /// Output and errors go to a terminal.
  Cli onTerminal() {
    terminal = true;
    return this;
  }

  Result run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Surroundings surroundings =
        Surroundings.builder()
            .streams(new ByteArrayInputStream(input), out, err)
            .environment(environment)
            .time(time)
            .random(random)
            .terminals(terminal, terminal)
            .build();
    int exit = Main.run(surroundings, args);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
