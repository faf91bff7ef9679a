package io.actionqueue.server.http;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// A response: whole, or a stream that goes on until its writer returns.
public sealed interface ApiResponse {
  /// The content type of everything but metrics and documents.
  String JSON = "application/json";

  /// HTTP status.
  int status();

  /// Headers by name, the content type among them.
  Map<String, String> headers();

  /// A response that is known when it begins.
  ///
  /// @param status HTTP status
  /// @param headers by name
  /// @param body all bytes
  record Whole(int status, Map<String, String> headers, Bytes body) implements ApiResponse {
    /// Copies the headers.
    public Whole {
      headers = Map.copyOf(headers);
    }
  }

  /// A response that is written bit by bit.
  ///
  /// @param status HTTP status
  /// @param headers by name
  /// @param writer writes and flushes until there is nothing more to say
  record Streamed(int status, Map<String, String> headers, StreamWriter writer)
      implements ApiResponse {
    /// Copies the headers.
    public Streamed {
      headers = Map.copyOf(headers);
    }
  }

  /// Writes a stream. Runs on the request's thread.
  @FunctionalInterface
  interface StreamWriter {
    /// Writes until the stream is over; an [IOException] says that the client went away.
    void writeTo(OutputStream out) throws IOException;
  }

  /// A JSON body.
  static ApiResponse json(int status, Object value) {
    return new Whole(status, Map.of("Content-Type", JSON), Bytes.takeOver(WireJson.write(value)));
  }

  /// An answer that says everything by its status.
  static ApiResponse empty(int status) {
    return new Whole(status, Map.of(), Bytes.EMPTY);
  }

  /// A body of any type.
  static ApiResponse of(int status, String contentType, byte[] body) {
    return new Whole(status, Map.of("Content-Type", contentType), Bytes.takeOver(body));
  }

  /// An error body with the status of its code.
  static ApiResponse error(ErrorBody body) {
    return json(Statuses.of(body), body);
  }

  /// The same with one more header.
  default ApiResponse with(String name, String value) {
    var more = new LinkedHashMap<>(headers());
    more.put(name, value);
    return switch (this) {
      case Whole(var status, _, var body) -> new Whole(status, more, body);
      case Streamed(var status, _, var writer) -> new Streamed(status, more, writer);
    };
  }
}
