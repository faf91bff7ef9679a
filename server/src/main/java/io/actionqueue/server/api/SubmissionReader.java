package io.actionqueue.server.api;

import io.actionqueue.TaskRequest;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.RunPolicyJson;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.server.http.ApiException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the body of `POST /api/v1/tasks` (spec 04 §13.2).
///
/// What cannot be parsed as such (an id, base64) is 400; what can and breaks a rule is 422 with the
/// rule's code and, where one field is to blame, `details.field`.
final class SubmissionReader {
  /// A read body.
  ///
  /// @param request for the engine
  /// @param runPolicy as submitted
  record Read(TaskRequest request, RunPolicy runPolicy) {}

  private final JsonFields fields;

  private SubmissionReader(JsonFields fields) {
    this.fields = fields;
  }

  /// @param headerKey the header `Idempotency-Key`, null without it
  static Read read(JsonNode body, @Nullable String headerKey) {
    return new SubmissionReader(JsonFields.of(body)).read(headerKey);
  }

  private Read read(@Nullable String headerKey) {
    String action = fields.text("action");
    TaskConstraints constraints = constraints(action);
    RunPolicy policy = runPolicy();
    TaskRequest request =
        TaskRequest.forDefaultHandler()
            .payload(PayloadReader.read(fields))
            .runPolicy(policy)
            .constraints(constraints)
            .metadata(metadata())
            .parent(id("parent_task_id", TaskId::parse))
            .tenant(id("tenant_id", TenantId::parse))
            .after(dependencies());
    JsonFields options = fields.object("options");
    if (options != null) {
      request.policy(OptionsReader.read(options));
    }
    identify(request, headerKey);
    return new Read(request, policy);
  }

  private void identify(TaskRequest request, @Nullable String headerKey) {
    TaskId id = id("id", TaskId::parse);
    String key = idempotencyKey(headerKey);
    if (id != null && id.isNil()) {
      throw fields.invalid(ErrorCode.INVALID_TASK_ID, "id", "must not be nil");
    }
    if (id != null && key != null) {
      throw fields.invalid("id", "and an idempotency key exclude each other");
    }
    if (id != null) {
      request.id(id);
    }
    if (key != null) {
      request.idempotencyKey(key);
    }
  }

  private @Nullable String idempotencyKey(@Nullable String headerKey) {
    String bodyKey = fields.text("idempotency_key");
    if (headerKey != null && bodyKey != null && !headerKey.equals(bodyKey)) {
      throw fields.invalid(
          ErrorCode.INVALID_IDEMPOTENCY_KEY,
          "idempotency_key",
          "differs from the header Idempotency-Key");
    }
    return headerKey == null ? bodyKey : headerKey;
  }

  private RunPolicy runPolicy() {
    JsonNode node = fields.node("run_policy");
    return node == null ? RunPolicy.ONCE : RunPolicyJson.read(node);
  }

  private TaskConstraints constraints(@Nullable String action) {
    JsonFields given = fields.object("constraints");
    if (given == null) {
      return action == null
          ? TaskConstraints.DEFAULT
          : TaskConstraints.DEFAULT.withRequiredCapabilities(List.of(action));
    }
    return new TaskConstraints(
        given.requiredUnsigned("max_attempts"),
        given.unsigned("timeout_secs"),
        given.text("concurrency_key"),
        named(
            given,
            "concurrency_key_hold_policy",
            HoldPolicy.HOLD_DURING_RETRY,
            List.of(HoldPolicy.values()),
            HoldPolicy::wireName),
        named(
            given,
            "safety_level",
            SafetyLevel.PURE,
            List.of(SafetyLevel.values()),
            SafetyLevel::wireName),
        capabilities(action, given.texts("required_capabilities")));
  }

  /// The action is the first required capability (D7).
  private @Nullable List<String> capabilities(
      @Nullable String action, @Nullable List<String> required) {
    if (action == null || required == null) {
      return action == null ? required : List.of(action);
    }
    if (!required.isEmpty() && required.getFirst().equals(action)) {
      return required;
    }
    return Stream.concat(Stream.of(action), required.stream()).toList();
  }

  private static <T> T named(
      JsonFields given, String name, T absent, List<T> values, Function<T, String> wireName) {
    String text = given.text(name);
    if (text == null) {
      return absent;
    }
    for (T value : values) {
      if (wireName.apply(value).equals(text)) {
        return value;
      }
    }
    throw given.invalid(name, "must be one of " + values.stream().map(wireName).toList());
  }

  private TaskMetadata metadata() {
    JsonFields given = fields.object("metadata");
    return given == null
        ? TaskMetadata.DEFAULT
        : new TaskMetadata(
            given.requiredTexts("tags"), given.requiredInt("priority"), given.text("description"));
  }

  private List<TaskId> dependencies() {
    List<String> texts = fields.texts("dependencies");
    return texts == null
        ? List.of()
        : texts.stream().map(text -> parsed("dependencies", text, TaskId::parse)).toList();
  }

  private <T> @Nullable T id(String name, Function<String, T> parse) {
    String text = fields.text(name);
    return text == null ? null : parsed(name, text, parse);
  }

  private <T> T parsed(String name, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (InvalidValue _) {
      throw ApiException.of(
          ErrorCode.MALFORMED_ID, name + " is not a UUID: '" + text + "'", "field", name);
    }
  }
}
