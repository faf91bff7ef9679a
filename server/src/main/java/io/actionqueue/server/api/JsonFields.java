package io.actionqueue.server.api;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.server.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The fields of one JSON object, with the errors of what is missing or has the wrong type. A field
/// that is null counts as absent; unknown fields are ignored.
final class JsonFields {
  private final JsonNode object;
  private final String prefix;

  private JsonFields(JsonNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /// The fields of a body.
  ///
  /// @throws ApiException `invalid_body` if it is not an object
  static JsonFields of(JsonNode body) {
    if (!body.isObject()) {
      throw ApiException.of(ErrorCode.INVALID_BODY, "the body must be a JSON object");
    }
    return new JsonFields(body, "");
  }

  /// The fields of a body that is not there.
  static JsonFields none() {
    return new JsonFields(MissingNode.getInstance(), "");
  }

  /// The value of a field, null if it is absent.
  @Nullable JsonNode node(String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull() ? null : value;
  }

  /// The object in a field, null if it is absent.
  @Nullable JsonFields object(String name) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw invalid(name, "must be an object");
    }
    return new JsonFields(value, prefix + name + ".");
  }

  /// The text in a field, null if it is absent.
  @Nullable String text(String name) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw invalid(name, "must be a string");
    }
    return value.stringValue();
  }

  /// The unsigned number in a field, null if it is absent. Beyond 2^63−1 it is refused (S-22).
  @Nullable Long unsigned(String name) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()) {
      throw invalid(name, "must be an integer");
    }
    if (!value.canConvertToLong() || value.longValue() < 0) {
      throw invalid(name, "must be from 0 to " + Long.MAX_VALUE + ", was " + value);
    }
    return value.longValue();
  }

  /// The unsigned number in a field.
  long requiredUnsigned(String name) {
    Long value = unsigned(name);
    if (value == null) {
      throw invalid(name, "is required");
    }
    return value;
  }

  /// The unsigned number in a field that has a range, null if it is absent.
  @Nullable Long unsigned(String name, long least, long most) {
    Long value = unsigned(name);
    if (value != null && (value < least || value > most)) {
      throw invalid(name, "must be from " + least + " to " + most + ", was " + value);
    }
    return value;
  }

  /// The truth in a field.
  ///
  /// @param absent what holds without it
  boolean flag(String name, boolean absent) {
    JsonNode value = node(name);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw invalid(name, "must be true or false");
    }
    return value.booleanValue();
  }

  /// The text in a field.
  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw invalid(name, "is required");
    }
    return text;
  }

  /// The objects in a field, empty if it is absent.
  List<JsonNode> objects(String name) {
    JsonNode value = node(name);
    if (value == null) {
      return List.of();
    }
    var objects = new ArrayList<JsonNode>(value.size());
    if (value.isArray()) {
      value.values().forEach(objects::add);
    }
    if (!value.isArray() || objects.stream().anyMatch(entry -> !entry.isObject())) {
      throw invalid(name, "must be an array of objects");
    }
    return objects;
  }

  /// The id in a field, null if it is absent.
  <T> @Nullable T id(String name, Function<String, T> parse) {
    String text = text(name);
    try {
      return text == null ? null : parse.apply(text);
    } catch (InvalidValue _) {
      throw invalid(ErrorCode.MALFORMED_ID, name, "is not a UUID: '" + text + "'");
    }
  }

  /// The id in a field.
  <T> T requiredId(String name, Function<String, T> parse) {
    T id = id(name, parse);
    if (id == null) {
      throw invalid(name, "is required");
    }
    return id;
  }

  /// The signed 32-bit number in a field.
  int requiredInt(String name) {
    JsonNode value = node(name);
    if (value == null) {
      throw invalid(name, "is required");
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw invalid(name, "must be an integer from -2147483648 to 2147483647");
    }
    return value.intValue();
  }

  /// The texts in a field, null if it is absent.
  @Nullable List<String> texts(String name) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray()) {
      throw invalid(name, "must be an array of strings");
    }
    var texts = new ArrayList<String>(value.size());
    for (JsonNode entry : value.values()) {
      if (!entry.isString()) {
        throw invalid(name, "must be an array of strings");
      }
      texts.add(entry.stringValue());
    }
    return texts;
  }

  /// The texts in a field.
  List<String> requiredTexts(String name) {
    List<String> texts = texts(name);
    if (texts == null) {
      throw invalid(name, "is required");
    }
    return texts;
  }

  /// The error about a field.
  ApiException invalid(String name, String what) {
    return invalid(ErrorCode.INVALID_BODY, name, what);
  }

  /// The error about a field, with a code of its own.
  ApiException invalid(ErrorCode code, String name, String what) {
    return ApiException.of(code, prefix + name + " " + what, "field", prefix + name);
  }
}
