package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Where the data directory is (spec 04 §10.3, S-54).
final class DirectoryOptionTest {
  private static String directory(Cli cli, String... more) {
    var args = new java.util.ArrayList<>(java.util.List.of("stats"));
    args.addAll(java.util.List.of(more));
    String message = cli.run(args.toArray(String[]::new)).message();
    return message.substring(0, message.indexOf(':'));
  }

  @Test
  void theFlagIsTakenVerbatim() {
    Cli cli = new Cli().environment("HOME", "/nowhere").environment("ACTIONQUEUE_DATA_DIR", "/x");
    assertThat(directory(cli, "--data-dir", "~/q")).isEqualTo("~/q");
  }

  @Test
  void theEnvironmentGoesBeforeTheHomeDirectory() {
    Cli cli = new Cli().environment("HOME", "/nowhere");
    assertThat(directory(cli)).isEqualTo("/nowhere/.actionqueue/data");
    cli.environment("ACTIONQUEUE_DATA_DIR", "~/q");
    assertThat(directory(cli)).isEqualTo("/nowhere/q");
  }

  @Test
  void withoutAHomeItIsInTheWorkingDirectory() {
    assertThat(directory(new Cli())).isEqualTo(".actionqueue/data");
  }
}
