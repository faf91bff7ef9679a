package io.actionqueue.client.wire;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.task.RunPolicy;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a run policy: `"Once"`, `{"Repeat":{"count":3,"interval_secs":60}}`,
/// `{"Cron":{"expression":"…","max_occurrences":5}}`, or the text form of [RunPolicyText].
public final class RunPolicyJson {
  private RunPolicyJson() {}

  /// Reads a policy.
  ///
  /// @throws InvalidValue kind `InvalidRunPolicy` if it has none of the forms, or the kind of the
  ///   rule that its numbers or its expression break
  public static RunPolicy read(JsonNode node) {
    if (node.isString()) {
      return RunPolicyText.parse(node.stringValue());
    }
    if (!node.isObject() || node.size() != 1) {
      throw malformed("expected \"Once\", {\"Repeat\":{…}} or {\"Cron\":{…}}");
    }
    Iterator<Map.Entry<String, JsonNode>> entries = node.properties().iterator();
    Map.Entry<String, JsonNode> entry = entries.next();
    JsonNode body = entry.getValue();
    return switch (entry.getKey()) {
      case "Repeat" ->
          new RunPolicy.Repeat(
              requiredNumber(body, "Repeat", "count"),
              requiredNumber(body, "Repeat", "interval_secs"));
      case "Cron" -> cron(body);
      default -> throw malformed("unsupported policy '" + entry.getKey() + "'");
    };
  }

  private static RunPolicy cron(JsonNode body) {
    JsonNode expression = body.path("expression");
    if (!expression.isString()) {
      throw malformed("Cron.expression must be a string");
    }
    return new RunPolicy.Cron(
        expression.stringValue(), optionalNumber(body, "Cron", "max_occurrences"));
  }

  private static long requiredNumber(JsonNode body, String policy, String field) {
    Long value = optionalNumber(body, policy, field);
    if (value == null) {
      throw malformed(policy + "." + field + " is required");
    }
    return value;
  }

  private static @Nullable Long optionalNumber(JsonNode body, String policy, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw malformed(
          policy + "." + field + " must be an integer from 0 to 9223372036854775807, was " + value);
    }
    return value.longValue();
  }

  private static InvalidValue malformed(String message) {
    return new InvalidValue("InvalidRunPolicy", message);
  }
}
