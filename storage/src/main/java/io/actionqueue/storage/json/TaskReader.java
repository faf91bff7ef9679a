package io.actionqueue.storage.json;

import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.io.IOException;
import java.util.List;

/// Reads tasks as [ModelWriter] writes them, under the rules of spec 01 §8.2.
///
/// Besides [JsonException] the methods may raise [io.actionqueue.core.InvalidValue], from the
/// values themselves.
public final class TaskReader {
  private static final List<HoldPolicy> HOLD_POLICIES = List.of(HoldPolicy.values());
  private static final List<SafetyLevel> SAFETY_LEVELS = List.of(SafetyLevel.values());

  private TaskReader() {}

  /// Reads a task as it was submitted.
  public static TaskSpec taskSpec(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "task_spec");
    var id = object.required("id", ModelReader::taskId);
    var payload = object.required("payload", TaskReader::payload);
    var runPolicy = object.required("run_policy", TaskReader::runPolicy);
    var constraints = object.required("constraints", TaskReader::constraints);
    var metadata = object.required("metadata", TaskReader::metadata);
    var parent = object.optional("parent_task_id", ModelReader::taskId);
    var tenant = object.optional("tenant_id", ModelReader::tenantId);
    object.read();
    return new TaskSpec(
        id.get(),
        payload.get(),
        runPolicy.get(),
        constraints.get(),
        metadata.get(),
        parent.orNull(),
        tenant.orNull());
  }

  private static TaskPayload payload(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "payload");
    var bytes = object.required("bytes", JsonReader::bytes);
    var contentType = object.optional("content_type", JsonReader::text);
    object.read();
    return new TaskPayload(bytes.get(), contentType.orNull());
  }

  private static RunPolicy runPolicy(JsonReader in) throws IOException {
    if (in.isText()) {
      String name = in.text();
      if (name.equals("Once")) {
        return RunPolicy.ONCE;
      }
      throw in.fault("run_policy is unknown: '" + name + "'");
    }
    return Variants.read(
        in,
        "run_policy",
        name ->
            switch (name) {
              case "Repeat" -> TaskReader::repeat;
              case "Cron" -> TaskReader::cron;
              default -> null;
            });
  }

  private static RunPolicy repeat(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "Repeat");
    var count = object.required("count", JsonReader::unsigned32);
    var interval = object.required("interval_secs", JsonReader::unsigned64);
    object.read();
    return new RunPolicy.Repeat(count.get(), interval.get());
  }

  private static RunPolicy cron(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "Cron");
    var expression = object.required("expression", JsonReader::text);
    var max = object.optional("max_occurrences", JsonReader::unsigned32);
    object.read();
    return new RunPolicy.Cron(expression.get(), max.orNull());
  }

  /// Reads the rules for executing a task.
  public static TaskConstraints constraints(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "constraints");
    var maxAttempts = object.required("max_attempts", JsonReader::unsigned32);
    var timeout = object.optional("timeout_secs", JsonReader::unsigned64);
    var key = object.optional("concurrency_key", JsonReader::text);
    var hold = object.defaulted("concurrency_key_hold_policy", TaskReader::holdPolicy);
    var safety = object.defaulted("safety_level", TaskReader::safetyLevel);
    var capabilities = object.optional("required_capabilities", Variants.listOf(JsonReader::text));
    object.read();
    return new TaskConstraints(
        maxAttempts.get(),
        timeout.orNull(),
        key.orNull(),
        hold.or(HoldPolicy.HOLD_DURING_RETRY),
        safety.or(SafetyLevel.PURE),
        capabilities.orNull());
  }

  /// Reads the descriptive data of a task.
  public static TaskMetadata metadata(JsonReader in) throws IOException {
    var object = ObjectReader.of(in, "metadata");
    var tags = object.required("tags", Variants.listOf(JsonReader::text));
    var priority = object.required("priority", JsonReader::signed32);
    var description = object.optional("description", JsonReader::text);
    object.read();
    return new TaskMetadata(tags.get(), priority.get(), description.orNull());
  }

  private static HoldPolicy holdPolicy(JsonReader in) throws IOException {
    return Variants.byName(in, HOLD_POLICIES, HoldPolicy::wireName);
  }

  private static SafetyLevel safetyLevel(JsonReader in) throws IOException {
    return Variants.byName(in, SAFETY_LEVELS, SafetyLevel::wireName);
  }
}
