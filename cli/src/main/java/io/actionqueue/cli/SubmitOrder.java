package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Order;
import io.actionqueue.cli.terminal.PrettyJson;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.RunPolicyText;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.id.IdempotencyKey;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes a submission of the options, in the order of spec 04 §10.5: the first failure wins.
final class SubmitOrder {
  private static final String EXEC = "exec";
  private static final String JSON_TYPE = "application/json";

  private final SubmitOptions options;
  private final Surroundings surroundings;
  private final TaskJson json;

  SubmitOrder(SubmitOptions options, Surroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
    this.json = new TaskJson(surroundings);
  }

  Order make() {
    checkShape();
    TaskId given = options.taskId == null ? null : taskId(options.taskId);
    IdempotencyKey key = options.key == null ? null : key(options.key);
    RunPolicy policy = options.runPolicy == null ? RunPolicy.ONCE : policy(options.runPolicy);
    TaskConstraints constraints = constraints();
    TaskPolicy beside = options.policy.policy(constraints.concurrencyKey());
    TaskMetadata metadata = metadata();
    TaskPayload payload = payload();
    List<TaskId> after = after();
    TaskId id = given != null ? given : key != null ? key.taskId(null) : fresh();
    return new Order(spec(id, payload, policy, constraints, metadata), beside, key, after);
  }

  private void checkShape() {
    boolean named = action() != null;
    if (options.taskId == null && !named && options.key == null) {
      throw CliFailure.badInput("--task-id is required");
    }
    if (options.runPolicy == null && !named) {
      throw CliFailure.badInput("--run-policy is required");
    }
    if (options.taskId != null && options.key != null) {
      throw CliFailure.badInput("--task-id and --key exclude each other: the key makes the id");
    }
    if (options.hasProgram() && options.action != null && !options.action.equals(EXEC)) {
      throw CliFailure.badInput("a program is run by the action exec, not " + options.action);
    }
    int payloads =
        (options.payload == null ? 0 : 1)
            + (options.payloadJson == null ? 0 : 1)
            + (options.hasProgram() ? 1 : 0);
    if (payloads > 1) {
      throw CliFailure.badInput("--payload, --payload-json and a program exclude each other");
    }
  }

  private @Nullable String action() {
    return options.hasProgram() ? EXEC : options.action;
  }

  private static TaskId taskId(String text) {
    try {
      return TaskId.parse(text);
    } catch (InvalidValue _) {
      throw CliFailure.validation("invalid_task_id", "invalid task id: '" + text + "'");
    }
  }

  private static IdempotencyKey key(String text) {
    try {
      return new IdempotencyKey(text);
    } catch (InvalidValue e) {
      throw CliFailure.validation("invalid_idempotency_key", String.valueOf(e.getMessage()));
    }
  }

  private static RunPolicy policy(String text) {
    try {
      RunPolicy policy = RunPolicyText.parse(text);
      if (policy instanceof RunPolicy.Cron(var expression, _)
          && CronExpression.parse(expression).neverFires()) {
        throw new InvalidValue("CronPolicyError", "'" + expression + "' never fires");
      }
      return policy;
    } catch (InvalidValue e) {
      throw CliFailure.validation("invalid_run_policy", "--run-policy: " + e.getMessage());
    }
  }

  private TaskConstraints constraints() {
    TaskConstraints result =
        options.constraints == null
            ? TaskConstraints.DEFAULT
            : json.constraints(options.constraints);
    try {
      if (options.maxAttempts != null) {
        result = result.withMaxAttempts(number("--max-attempts", options.maxAttempts));
      }
      if (options.timeoutSecs != null) {
        result = result.withTimeoutSecs(number("--timeout-secs", options.timeoutSecs));
      }
      if (options.concurrencyKey != null) {
        result = result.withConcurrencyKey(options.concurrencyKey);
      }
      String action = action();
      return action == null ? result : result.withRequiredCapabilities(led(action, result));
    } catch (InvalidValue e) {
      throw CliFailure.validation(e.code(), String.valueOf(e.getMessage()));
    }
  }

  /// The action is the first of the required capabilities (D7).
  private static List<String> led(String action, TaskConstraints constraints) {
    List<String> required = constraints.requiredCapabilities();
    if (required == null) {
      return List.of(action);
    }
    if (required.getFirst().equals(action)) {
      return required;
    }
    var all = new ArrayList<String>();
    all.add(action);
    all.addAll(required);
    return all;
  }

  private TaskMetadata metadata() {
    TaskMetadata base =
        options.metadata == null ? TaskMetadata.DEFAULT : json.metadata(options.metadata);
    List<String> tags = options.tags == null ? base.tags() : Arrays.asList(options.tags.split(","));
    int priority = options.priority == null ? base.priority() : priority(options.priority);
    return new TaskMetadata(tags, priority, base.description());
  }

  private static int priority(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw CliFailure.badInput(
          "--priority must be an integer from -2147483648 to 2147483647, was '" + text + "'");
    }
  }

  private static long number(String flag, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below, for both.
    }
    throw CliFailure.badInput(flag + " must be a non-negative integer, was '" + text + "'");
  }

  private TaskPayload payload() {
    if (options.hasProgram()) {
      return typed(Bytes.utf8(arguments(options.program)), JSON_TYPE);
    }
    if (options.payloadJson != null) {
      return typed(json.any(options.payloadJson), JSON_TYPE);
    }
    Bytes bytes =
        options.payload == null
            ? Bytes.EMPTY
            : UserInput.read(surroundings, options.payload, "payload_read_failed");
    return typed(bytes, null);
  }

  private TaskPayload typed(Bytes bytes, @Nullable String type) {
    return new TaskPayload(bytes, options.contentType == null ? type : options.contentType);
  }

  /// The payload of the action exec (S-58).
  private static String arguments(List<String> program) {
    return program.stream()
        .map(PrettyJson::quoted)
        .collect(Collectors.joining(",", "{\"argv\":[", "]}"));
  }

  private List<TaskId> after() {
    return options.after == null
        ? List.of()
        : Arrays.stream(options.after.split(",", -1)).map(Ids::task).toList();
  }

  private TaskId fresh() {
    return TaskId.random(surroundings.random());
  }

  private static TaskSpec spec(
      TaskId id,
      TaskPayload payload,
      RunPolicy policy,
      TaskConstraints constraints,
      TaskMetadata metadata) {
    try {
      return new TaskSpec(id, payload, policy, constraints, metadata, null, null);
    } catch (InvalidValue e) {
      throw CliFailure.validation("task_spec_invalid", String.valueOf(e.getMessage()));
    }
  }
}
