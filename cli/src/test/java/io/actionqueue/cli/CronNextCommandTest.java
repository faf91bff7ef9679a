package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CronNextCommandTest {
  private final Cli cli = new Cli();

  @Test
  void theNextInstantsArePrintedInUtc() {
    assertThat(cli.run("cron", "next", "0 30 9 * * mon-fri", "--count", "2").lines())
        .containsExactly("2023-11-15T09:30:00Z  in 11h", "2023-11-16T09:30:00Z  in 35h");
  }

  @Test
  void programsGetSecondsToo() {
    var json = cli.run("cron", "next", "@hourly", "--count", "1", "--json").json();
    assertThat(json.path("next").path(0).longValue()).isEqualTo(1_700_002_800);
    assertThat(json.path("next_utc").path(0).stringValue()).isEqualTo("2023-11-14T23:00:00Z");
    assertThat(json.path("expression").stringValue()).isEqualTo("@hourly");
  }

  @Test
  void anotherStartMayBeGiven() {
    assertThat(cli.run("cron", "next", "@yearly", "--count", "1", "--after", "0").out())
        .startsWith("1971-01-01T00:00:00Z");
    assertThat(
            cli.run("cron", "next", "@yearly", "--count", "1", "--after", "2030-05-05T00:00:00Z")
                .out())
        .startsWith("2031-01-01T00:00:00Z");
    assertThat(cli.run("cron", "next", "@yearly", "--after", "tomorrow").errorCode())
        .isEqualTo("input_validation_failed");
  }

  @Test
  void anExpressionThatNeverFiresIsSaidToBeSo() {
    assertThat(cli.run("cron", "next", "0 0 0 30 2 *").out()).contains("does not fire");
    assertThat(cli.run("cron", "next", "0 0 0 30 2 *", "--json").json().path("next")).isEmpty();
  }
}
