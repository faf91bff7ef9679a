package io.actionqueue.client;

import io.actionqueue.client.wire.ErrorBody;

/// Why a call to a daemon did not give an answer.
public abstract sealed class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClientException(String message) {
    super(message);
  }

  ClientException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The daemon answered with a status above 399.
  public static final class Refused extends ClientException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient ErrorBody body;

    Refused(int status, ErrorBody body) {
      super(body.error() + ": " + body.message());
      this.status = status;
      this.body = body;
    }

    /// The HTTP status, 400 to 599.
    public int status() {
      return status;
    }

    /// The stable code, such as `task_not_found`.
    public String code() {
      return body.error();
    }

    /// The whole body.
    public ErrorBody body() {
      return body;
    }
  }

  /// No answer: nothing listens there, the connection broke, or it took too long. Whether a change
  /// took effect is unknown; send it again under an idempotency key.
  public static final class Unreachable extends ClientException {
    private static final long serialVersionUID = 1;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// What came back is not what a daemon answers.
  public static final class Unintelligible extends ClientException {
    private static final long serialVersionUID = 1;

    Unintelligible(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
