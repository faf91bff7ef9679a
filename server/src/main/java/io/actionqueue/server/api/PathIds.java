package io.actionqueue.server.api;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Reads the ids of a path and words the errors about them. Details carry the text as received.
final class PathIds {
  static final String TASK = "task_id";
  static final String RUN = "run_id";

  private PathIds() {}

  static TaskId task(ApiRequest request) {
    String text = request.parameter(TASK);
    try {
      TaskId id = TaskId.parse(decoded(text));
      if (!id.isNil()) {
        return id;
      }
    } catch (InvalidValue _) {
      // Said below.
    }
    throw ApiException.of(ErrorCode.INVALID_TASK_ID, "invalid task id", TASK, text);
  }

  static RunId run(ApiRequest request) {
    String text = request.parameter(RUN);
    try {
      RunId id = RunId.parse(decoded(text));
      if (!id.isNil()) {
        return id;
      }
    } catch (InvalidValue _) {
      // Said below.
    }
    throw ApiException.of(ErrorCode.INVALID_RUN_ID, "invalid run id", RUN, text);
  }

  static ApiException noTask(ApiRequest request) {
    return ApiException.of(
        ErrorCode.TASK_NOT_FOUND, "task not found", TASK, request.parameter(TASK));
  }

  static ApiException noRun(ApiRequest request) {
    return ApiException.of(ErrorCode.RUN_NOT_FOUND, "run not found", RUN, request.parameter(RUN));
  }

  /// Braces reach us percent-encoded; text that is not well-formed is no id either.
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
