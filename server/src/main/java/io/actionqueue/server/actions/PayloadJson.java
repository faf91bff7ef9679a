package io.actionqueue.server.actions;

import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The fields of a JSON payload. A field that is null counts as absent.
final class PayloadJson {
  private final JsonNode object;

  private PayloadJson(JsonNode object) {
    this.object = object;
  }

  static PayloadJson parse(Bytes payload) throws InvalidPayload {
    try {
      JsonNode node = WireJson.tree(payload.toArray());
      if (node.isObject()) {
        return new PayloadJson(node);
      }
    } catch (JacksonException e) {
      throw new InvalidPayload("payload is not JSON: " + e.getOriginalMessage());
    }
    throw new InvalidPayload("payload must be a JSON object");
  }

  @Nullable String text(String name) throws InvalidPayload {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw new InvalidPayload(name + " must be a string");
    }
    return value.stringValue();
  }

  /// Texts of an array; empty if the field is absent.
  List<String> texts(String name) throws InvalidPayload {
    var texts = new ArrayList<String>();
    for (JsonNode entry : array(name)) {
      if (!entry.isString()) {
        throw new InvalidPayload(name + " must be an array of strings");
      }
      texts.add(entry.stringValue());
    }
    return texts;
  }

  /// Integers of an array; empty if the field is absent.
  List<Integer> integers(String name) throws InvalidPayload {
    var integers = new ArrayList<Integer>();
    for (JsonNode entry : array(name)) {
      if (!entry.isIntegralNumber() || !entry.canConvertToInt()) {
        throw new InvalidPayload(name + " must be an array of integers");
      }
      integers.add(entry.intValue());
    }
    return integers;
  }

  /// Texts by name; empty if the field is absent.
  Map<String, String> map(String name) throws InvalidPayload {
    JsonNode value = node(name);
    if (value == null) {
      return Map.of();
    }
    var map = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!entry.getValue().isString()) {
        throw new InvalidPayload(name + " must hold strings only");
      }
      map.put(entry.getKey(), entry.getValue().stringValue());
    }
    if (!value.isObject()) {
      throw new InvalidPayload(name + " must be an object");
    }
    return map;
  }

  private Iterable<JsonNode> array(String name) throws InvalidPayload {
    JsonNode value = node(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new InvalidPayload(name + " must be an array");
    }
    return value.values();
  }

  private @Nullable JsonNode node(String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull() ? null : value;
  }
}
