package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.TaskConstraints;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of the wire: compact, UTF-8, snake case, fields in the order of the records'
/// components; unknown fields are ignored on reading. Thread-safe.
public final class WireJson {
  /// Nesting beyond which a body is refused.
  private static final int MAX_DEPTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(WireTypes.module())
          .addMixIn(TaskConstraints.class, ConstraintsMixin.class)
          .build();

  private WireJson() {}

  /// A value as UTF-8 bytes.
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /// A value as text.
  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Reads one value that fills the whole input.
  ///
  /// @throws JacksonException if the input is not JSON or has the wrong shape
  public static <T> T read(byte[] json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }

  /// Reads any JSON as a tree.
  ///
  /// @throws JacksonException if the input is not JSON
  public static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (NumberFormatException e) { // an exponent beyond what a number can be
      throw new StreamReadException(null, String.valueOf(e.getMessage()), e);
    }
  }

  /// Gives the one component whose field is not its name in snake case its name.
  private interface ConstraintsMixin {
    @JsonProperty("concurrency_key_hold_policy")
    HoldPolicy holdPolicy();
  }
}
