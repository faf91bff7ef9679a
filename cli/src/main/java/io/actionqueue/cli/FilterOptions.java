package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.TenantId;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose tasks, runs or entries to list, and of which time.
final class FilterOptions {
  @Option(names = "--tenant", paramLabel = "TENANT_ID", description = "Only those of this tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = {
        "Only tasks created, runs due or entries recorded at or after this instant,",
        "such as 2026-11-26T08:00:00Z, or in epoch seconds."
      })
  private @Nullable String from;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      description = "Only tasks created, runs due or entries recorded before this instant.")
  private @Nullable String until;

  @Option(
      names = "--after",
      paramLabel = "NEXT",
      description = "Go on behind the page that said this (`next` of --json).")
  private @Nullable String after;

  @Nullable String after() {
    return after;
  }

  @Nullable TenantId tenant() {
    return tenant == null ? null : Ids.tenant(tenant);
  }

  TimeRange time() {
    return new TimeRange(
        from == null ? TimeRange.ALL.from() : second("--from", from),
        until == null ? TimeRange.ALL.until() : second("--until", until));
  }

  static long second(String option, String text) {
    try {
      long second =
          text.matches("\\d{1,18}") ? Long.parseLong(text) : Instant.parse(text).getEpochSecond();
      if (second >= 0) {
        return second;
      }
    } catch (DateTimeException _) {
      // Said below.
    }
    throw CliFailure.badInput(
        option
            + " must be an instant from 1970 on, such as 2026-11-26T08:00:00Z, was '"
            + text
            + "'");
  }
}
