package io.actionqueue.server.api;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.task.TaskPayload;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the payload of a submission, which is given in one of four ways: `payload` (an array of
/// bytes), `payload_base64`, `payload_text` (UTF-8) or `payload_json` (any JSON, stored compactly,
/// with the content type `application/json` unless another is said).
final class PayloadReader {
  private static final String BYTES = "payload";
  private static final String BASE64 = "payload_base64";
  private static final String TEXT = "payload_text";
  private static final String JSON = "payload_json";

  private PayloadReader() {}

  static TaskPayload read(JsonFields fields) {
    List<String> given =
        List.of(BYTES, BASE64, TEXT, JSON).stream()
            .filter(name -> fields.node(name) != null)
            .toList();
    if (given.size() > 1) {
      throw fields.invalid(
          ErrorCode.INVALID_PAYLOAD,
          given.getLast(),
          "and " + given.getFirst() + " exclude each other");
    }
    String contentType = fields.text("content_type");
    if (given.isEmpty()) {
      return new TaskPayload(Bytes.EMPTY, contentType);
    }
    return switch (given.getFirst()) {
      case BYTES -> new TaskPayload(bytes(fields), contentType);
      case BASE64 -> new TaskPayload(base64(fields), contentType);
      case TEXT -> new TaskPayload(text(fields), contentType);
      default -> json(fields, contentType);
    };
  }

  private static Bytes bytes(JsonFields fields) {
    JsonNode array = fields.node(BYTES);
    if (array == null || !array.isArray()) {
      throw fields.invalid(
          ErrorCode.INVALID_PAYLOAD,
          BYTES,
          "must be an array of integers from 0 to 255; see payload_text, payload_json and"
              + " payload_base64 for other forms");
    }
    var bytes = new byte[array.size()];
    int at = 0;
    for (JsonNode entry : array.values()) {
      int value = entry.isIntegralNumber() && entry.canConvertToInt() ? entry.intValue() : -1;
      if (value < 0 || value > 255) {
        throw fields.invalid(
            ErrorCode.INVALID_PAYLOAD, BYTES, "must hold integers from 0 to 255, has " + entry);
      }
      bytes[at++] = (byte) value;
    }
    return Bytes.takeOver(bytes);
  }

  private static Bytes base64(JsonFields fields) {
    return decoded(fields, BASE64, required(fields.text(BASE64)));
  }

  /// The bytes in a field, null if it is absent.
  static @Nullable Bytes optionalBase64(JsonFields fields, String name) {
    String text = fields.text(name);
    return text == null ? null : decoded(fields, name, text);
  }

  /// Strictly the standard alphabet, with its padding.
  private static Bytes decoded(JsonFields fields, String name, String text) {
    try {
      if (text.length() % 4 == 0) {
        return Bytes.takeOver(Base64.getDecoder().decode(text));
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw fields.invalid(ErrorCode.INVALID_BASE64, name, "is not standard base64");
  }

  private static Bytes text(JsonFields fields) {
    return Bytes.utf8(required(fields.text(TEXT)));
  }

  private static TaskPayload json(JsonFields fields, @Nullable String contentType) {
    JsonNode node = fields.node(JSON);
    byte[] compact = node == null ? new byte[0] : WireJson.write(node);
    return new TaskPayload(
        Bytes.takeOver(compact), contentType == null ? "application/json" : contentType);
  }

  private static String required(@Nullable String text) {
    return text == null ? "" : text;
  }
}
