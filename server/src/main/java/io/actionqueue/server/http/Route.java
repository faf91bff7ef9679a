package io.actionqueue.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One method on one path.
///
/// @param method `GET`, `POST`, `PUT` or `DELETE`
/// @param pattern segments; one in braces is a parameter, as in `/api/v1/tasks/{task_id}`
/// @param access what it asks of its caller
/// @param handler who answers
public record Route(String method, String pattern, Access access, ApiHandler handler) {
  /// A route that reads what its caller's principal sees.
  public static Route query(String pattern, ApiHandler handler) {
    return new Route("GET", pattern, Access.READ, handler);
  }

  /// A route that reads what all tenants share: for the operator and its readers.
  public static Route get(String pattern, ApiHandler handler) {
    return new Route("GET", pattern, Access.INSPECT, handler);
  }

  /// A route that anybody may read.
  public static Route open(String pattern, ApiHandler handler) {
    return new Route("GET", pattern, Access.OPEN, handler);
  }

  /// A route that changes what its caller's principal may change.
  public static Route command(String method, String pattern, ApiHandler handler) {
    return new Route(method, pattern, Access.CONTROL, handler);
  }

  /// A route that changes something, for the operator.
  public static Route post(String pattern, ApiHandler handler) {
    return new Route("POST", pattern, Access.OPERATE, handler);
  }

  /// A route that changes something, by another method than POST, for the operator.
  public static Route changing(String method, String pattern, ApiHandler handler) {
    return new Route(method, pattern, Access.OPERATE, handler);
  }

  /// A route for actors.
  public static Route work(String method, String pattern, ApiHandler handler) {
    return new Route(method, pattern, Access.WORK, handler);
  }

  /// The parameters of a path that fits the pattern, null if it does not fit. A parameter takes any
  /// text without a slash, but not none.
  @Nullable Map<String, String> match(List<String> segments) {
    List<String> wanted = segments(pattern);
    if (wanted.size() != segments.size()) {
      return null;
    }
    var parameters = new HashMap<String, String>();
    for (int i = 0; i < wanted.size(); i++) {
      String want = wanted.get(i);
      String have = segments.get(i);
      if (want.startsWith("{") && !have.isEmpty()) {
        parameters.put(want.substring(1, want.length() - 1), have);
      } else if (!want.equals(have)) {
        return null;
      }
    }
    return parameters;
  }

  static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
