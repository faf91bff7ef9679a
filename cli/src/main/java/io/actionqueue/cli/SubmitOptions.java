package io.actionqueue.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `submit` is told, as it was written.
final class SubmitOptions {
  @Option(
      names = "--action",
      paramLabel = "NAME",
      description = "The action that is to do the work, such as exec or http.")
  @Nullable String action;

  @Option(
      names = "--task-id",
      paramLabel = "UUID",
      description = "The task's id. Required without --action, --key and a program.")
  @Nullable String taskId;

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "Sent again under the same key, the task is made only once.")
  @Nullable String key;

  @Option(
      names = "--run-policy",
      paramLabel = "POLICY",
      description = {
        "once, repeat:N:SECONDS or cron:EXPR. Required without an",
        "action, otherwise once."
      })
  @Nullable String runPolicy;

  @Option(
      names = "--payload",
      paramLabel = "FILE",
      description = "What the handler gets: the bytes of a file, or - for stdin.")
  @Nullable String payload;

  @Option(
      names = "--payload-json",
      paramLabel = "JSON",
      description = "What the handler gets: this text.")
  @Nullable String payloadJson;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "The payload's media type, stored as given.")
  @Nullable String contentType;

  @Option(
      names = "--constraints",
      paramLabel = "JSON",
      description = {
        "Rules for execution as JSON, or @FILE. The three options",
        "that follow say the same in words and go before it."
      })
  @Nullable String constraints;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "How many attempts each run may have (1).")
  @Nullable String maxAttempts;

  @Option(names = "--timeout-secs", paramLabel = "N", description = "Limit of one attempt (none).")
  @Nullable String timeoutSecs;

  @Option(
      names = "--concurrency-key",
      paramLabel = "TEXT",
      description = "Of the runs with the same key one executes at a time.")
  @Nullable String concurrencyKey;

  @Mixin final PolicyOptions policy = new PolicyOptions();

  @Option(
      names = "--metadata",
      paramLabel = "JSON",
      description = "Tags, priority, description as JSON, or @FILE.")
  @Nullable String metadata;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Larger is more urgent, negative is less (0).")
  @Nullable String priority;

  @Option(names = "--tags", paramLabel = "A,B", description = "Labels for finding the task.")
  @Nullable String tags;

  @Option(
      names = "--after",
      paramLabel = "UUID,UUID",
      description = "Tasks that must succeed first.")
  @Nullable String after;

  @Option(
      names = "--wait",
      description = "Follow the task to its end; exit 0 only if it completed.")
  boolean wait;

  @Parameters(
      paramLabel = "PROGRAM",
      arity = "0..*",
      description = {
        "After --, a program and its arguments: short for",
        "--action exec with a payload that names them."
      })
  List<String> program = List.of();

  boolean hasProgram() {
    return !program.isEmpty();
  }
}
