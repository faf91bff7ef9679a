package io.actionqueue.server.http;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP status of an error body.
final class Statuses {
  private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);

  private Statuses() {}

  /// The status of a body. A code that [ErrorCode] lacks is a defect: it is logged and answered
  /// like any other broken rule.
  static int of(ErrorBody body) {
    return body.code()
        .map(ErrorCode::status)
        .orElseGet(() -> {
          LOG.error("error code without a status: {}", body.error());
          return ErrorCode.UNPROCESSABLE.status();
        });
  }
}
