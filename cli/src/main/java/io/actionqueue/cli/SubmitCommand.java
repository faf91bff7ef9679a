package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.FailureKind;
import io.actionqueue.cli.queue.Order;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.SubmitAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Submits a task (spec 04 §10.5, S-60).
@Command(
    name = "submit",
    customSynopsis = "actionqueue submit [OPTIONS] [-- PROGRAM ARGUMENT...]",
    sortOptions = false,
    header = "Make a task durable.",
    description =
        "A daemon that works on the directory carries it out. Without one it is kept until there is one.",
    footer = {
      "Examples:",
      "  actionqueue submit --wait -- echo hello",
      "  actionqueue submit --action http --payload-json '{\"url\":\"https://example.org/hook\"}'",
      "  actionqueue submit --run-policy 'cron:0 0 3 * * *' --key nightly -- /usr/local/bin/backup"
    })
final class SubmitCommand extends QueueCommand {
  /// Refusals that are known by their own code; others are `mutation_validation_failed`.
  private static final Set<String> OWN_CODES =
      Set.of(
          "run_derivation_failed", "idempotency_key_reused", "too_many_runs", "control_disabled");

  private static final String END_OF_OPTIONS = "--";

  @Mixin private final SubmitOptions options = new SubmitOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private @Nullable Order order;

  SubmitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    checkProgramIsSetOff();
    order = new SubmitOrder(options, surroundings).make();
  }

  /// Bare words are accepted behind `--` only.
  private void checkProgramIsSetOff() {
    List<String> words = options.program;
    if (words.isEmpty()) {
      return;
    }
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    int end = all.size() - words.size() - 1;
    boolean setOff =
        end >= 0
            && all.get(end).equals(END_OF_OPTIONS)
            && all.subList(end + 1, all.size()).equals(words);
    if (!setOff) {
      throw CliFailure.badInput(
          "unexpected argument '" + words.getFirst() + "'; a program is written after --");
    }
  }

  @Override
  Answer ask(Queue queue) {
    Order made = java.util.Objects.requireNonNull(order, "prepared before");
    if (options.wait && !queue.isServed()) {
      throw CliFailure.connectivity(
          "no_daemon",
          "nobody works on " + dataDirectory() + ": start a daemon there, or leave out --wait");
    }
    SubmitAnswer answer = submit(queue, made);
    TaskEnd end = options.wait ? TaskEnd.await(queue, answer.taskId(), surroundings) : null;
    return new Answer(() -> document(answer, end), () -> text(answer, end));
  }

  private static SubmitAnswer submit(Queue queue, Order order) {
    try {
      return queue.submit(order);
    } catch (CliFailure refusal) {
      if (refusal.kind() != FailureKind.VALIDATION || OWN_CODES.contains(refusal.code())) {
        throw refusal;
      }
      throw CliFailure.validation(
          "mutation_validation_failed", refusal.code() + ": " + refusal.sentence());
    }
  }

  private Map<String, @Nullable Object> document(SubmitAnswer answer, @Nullable TaskEnd end) {
    Map<String, @Nullable Object> document = document("submit");
    document.put("latest_sequence", answer.latestSequence());
    document.put("run_policy", answer.runPolicy().canonicalText());
    document.put("runs_created", answer.runsCreated());
    document.put("task_id", answer.taskId().toString());
    if (options.key != null) {
      document.put("duplicate", answer.duplicate());
    }
    if (end != null) {
      document.putAll(end.document());
    }
    return document;
  }

  private List<String> text(SubmitAnswer answer, @Nullable TaskEnd end) {
    var lines = new ArrayList<String>();
    lines.add("command=submit");
    lines.add("task_id=" + answer.taskId());
    lines.add("run_policy=" + answer.runPolicy().canonicalText());
    lines.add("runs_created=" + Long.toUnsignedString(answer.runsCreated()));
    lines.add("latest_sequence=" + Long.toUnsignedString(answer.latestSequence()));
    document("submit")
        .forEach((key, value) -> {
          if (!key.equals("command")) {
            lines.add(key + "=" + value);
          }
        });
    if (options.key != null) {
      lines.add("duplicate=" + answer.duplicate());
    }
    if (end != null) {
      lines.addAll(end.lines());
    }
    return lines;
  }
}
