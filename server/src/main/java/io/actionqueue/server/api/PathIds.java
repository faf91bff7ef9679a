package io.actionqueue.server.api;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// Reads the ids of a path and words the errors about them. Details carry the text as received.
final class PathIds {
  static final String TASK = "task_id";
  static final String RUN = "run_id";
  static final String ACTOR = "actor_id";
  static final String TENANT = "tenant_id";

  private PathIds() {}

  static TaskId task(ApiRequest request) {
    return id(request, TASK, TaskId::parse, ErrorCode.INVALID_TASK_ID);
  }

  static RunId run(ApiRequest request) {
    return id(request, RUN, RunId::parse, ErrorCode.INVALID_RUN_ID);
  }

  static AttemptId attempt(ApiRequest request) {
    return id(request, "attempt_id", AttemptId::parse, ErrorCode.INVALID_ATTEMPT_ID);
  }

  static ActorId actor(ApiRequest request) {
    return id(request, ACTOR, ActorId::parse, ErrorCode.INVALID_ACTOR_ID);
  }

  static TenantId tenant(ApiRequest request) {
    return id(request, TENANT, TenantId::parse, ErrorCode.INVALID_TENANT_ID);
  }

  static <T extends Identifier> T id(
      ApiRequest request, String name, Function<String, T> parse, ErrorCode code) {
    String text = request.parameter(name);
    try {
      T id = parse.apply(decoded(text));
      if (!id.isNil()) {
        return id;
      }
    } catch (InvalidValue _) {
      // Said below.
    }
    String what = name.substring(0, name.length() - "_id".length());
    throw ApiException.of(code, "invalid " + what + " id", name, text);
  }

  static ApiException noActor(String id) {
    return ApiException.of(ErrorCode.ACTOR_NOT_FOUND, "actor not found", ACTOR, id);
  }

  static ApiException noTenant(String id) {
    return ApiException.of(ErrorCode.TENANT_NOT_FOUND, "tenant not found", TENANT, id);
  }

  static ApiException noTask(ApiRequest request) {
    return ApiException.of(
        ErrorCode.TASK_NOT_FOUND, "task not found", TASK, request.parameter(TASK));
  }

  static ApiException noRun(ApiRequest request) {
    return ApiException.of(ErrorCode.RUN_NOT_FOUND, "run not found", RUN, request.parameter(RUN));
  }

  /// A name in the path, percent-decoded; a plus is a plus there.
  static String text(ApiRequest request, String name) {
    return decoded(request.parameter(name).replace("+", "%2B"));
  }

  /// Braces reach us percent-encoded; text that is not well-formed is no id either.
  static String decoded(String text) {
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
