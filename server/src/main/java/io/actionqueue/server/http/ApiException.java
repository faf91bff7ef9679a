package io.actionqueue.server.http;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import java.util.Map;

/// A request that ends with an error body. Made by handlers, turned into a response by the router.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ErrorBody body;

  private ApiException(ErrorBody body) {
    super(body.error() + ": " + body.message(), null, false, false);
    this.body = body;
  }

  /// An error without details.
  public static ApiException of(ErrorCode code, String message) {
    return new ApiException(ErrorBody.of(code, message));
  }

  /// An error about one thing.
  public static ApiException of(ErrorCode code, String message, String key, String value) {
    return new ApiException(ErrorBody.of(code, message, key, value));
  }

  /// An error with a body of its own.
  public static ApiException of(ErrorBody body) {
    return new ApiException(body);
  }

  /// A refusal whose code comes as text.
  public static ApiException refused(String code, String message) {
    return new ApiException(new ErrorBody(code, message, Map.of()));
  }

  /// A refusal whose code comes as text, about one thing.
  public static ApiException refused(String code, String message, String key, String value) {
    return new ApiException(new ErrorBody(code, message, Map.of(key, value)));
  }

  /// What the caller is told.
  public ErrorBody body() {
    return body;
  }
}
