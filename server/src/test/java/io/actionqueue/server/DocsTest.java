package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keeps docs/http-api.md and docs/configuration.md in step with the code.
class DocsTest {
  private static final Path DOCS = Path.of("..", "docs");

  @TempDir Path directory;

  @Test
  void everyErrorCodeHasItsRowWithItsStatus() throws IOException {
    assertThat(found("http-api.md", "(?m)^\\| (\\d{3}) \\| `([a-z0-9_]+)` \\|", " "))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values())
                .map(code -> code.status() + " " + code.code())
                .toList());
  }

  @Test
  void everyRouteHasItsRow() throws IOException {
    try (var live = LiveDaemon.start(directory)) {
      assertThat(new TreeSet<>(found("http-api.md", "(?m)^\\| `([A-Z]+ /[^`]*)` \\|", "")))
          .isEqualTo(
              live.daemon().routes().stream()
                  .map(route -> route.method() + " " + route.pattern())
                  .filter(route -> !route.equals("GET /")) // the first page, for browsers
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void everyMetricFamilyHasItsRowWithItsType() throws IOException {
    try (var live = LiveDaemon.start(directory)) {
      live.get("/api/v1/stats"); // so that requests are among what is measured
      String scrape = live.get("/metrics").body();
      assertThat(
              new TreeSet<>(
                  found("http-api.md", "(?m)^\\| `(actionqueue_\\w+)` \\| (\\w+) \\|", " ")))
          .isEqualTo(
              Pattern.compile("(?m)^# TYPE (actionqueue_\\w+) (\\w+)$")
                  .matcher(scrape)
                  .results()
                  .map(match -> match.group(1) + " " + match.group(2))
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void everyKeyOfTheConfigurationHasItsRow() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCS.resolve("configuration.md")).stream()
            .filter(line -> line.matches("\\| `[a-z_]+` \\| `--.*"))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(Arrays.stream(ConfigKey.values()).map(DocsTest::row).toList());
  }

  private static String row(ConfigKey key) {
    return "| `%s` | `%s` | %s | %s | %s |"
        .formatted(
            key.key(),
            key.flag(),
            key.accepted(),
            key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`",
            key.meaning());
  }

  /// The groups of every match, joined.
  private static List<String> found(String page, String pattern, String between)
      throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(DOCS.resolve(page)))
        .results()
        .map(match -> joined(match, between))
        .toList();
  }

  private static String joined(MatchResult match, String between) {
    return match.groupCount() == 1 ? match.group(1) : match.group(1) + between + match.group(2);
  }
}
