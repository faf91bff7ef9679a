package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.storage.json.JsonReader;
import io.actionqueue.storage.json.JsonSource;
import io.actionqueue.storage.json.TaskReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// JSON on the command line: a text, or `@path` for a file (spec 04 §10.5).
final class TaskJson {
  private final Surroundings surroundings;

  TaskJson(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  TaskConstraints constraints(String source) {
    String code = "invalid_constraints_json";
    TaskConstraints constraints = read(source, code, "--constraints", TaskReader::constraints);
    Long timeout = constraints.timeoutSecs();
    if (timeout != null && timeout < 0) {
      throw CliFailure.validation(
          code,
          "--constraints: timeout_secs must be at most 9223372036854775807, was "
              + Long.toUnsignedString(timeout));
    }
    return constraints;
  }

  TaskMetadata metadata(String source) {
    return read(source, "invalid_metadata_json", "--metadata", TaskReader::metadata);
  }

  /// A text that is JSON of any shape.
  Bytes any(String text) {
    Bytes bytes = Bytes.utf8(text);
    decode(
        bytes,
        "invalid_payload_json",
        "--payload-json",
        in -> {
          in.skipValue();
          return text;
        });
    return bytes;
  }

  private interface Decoder<T> {
    T read(JsonReader in) throws IOException;
  }

  private <T> T read(String source, String code, String flag, Decoder<T> decoder) {
    Bytes json =
        source.startsWith("@")
            ? UserInput.read(surroundings, source.substring(1), "json_source_read_failed")
            : Bytes.utf8(source);
    return decode(json, code, flag, decoder);
  }

  private static <T> T decode(Bytes json, String code, String flag, Decoder<T> decoder) {
    var stream = new ByteArrayInputStream(json.toArray());
    JsonSource source = stream::read;
    try {
      var in = JsonReader.of(source);
      T value = decoder.read(in);
      in.end();
      return value;
    } catch (IOException | InvalidValue e) {
      throw CliFailure.validation(code, flag + ": " + e.getMessage());
    }
  }
}
