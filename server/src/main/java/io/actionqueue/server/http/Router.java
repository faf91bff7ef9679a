package io.actionqueue.server.http;

import io.actionqueue.ActionQueueException;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the route of a request, asks what the route asks of its caller, and turns every failure
/// into an error body. Thread-safe.
///
/// Order: unknown path 404, unknown method 405, foreign host or origin and missing token 403 and
/// 401, control while read-only 404, a role that may not 403, then the route itself.
public final class Router implements Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  /// Who asked for which change.
  private static final Logger AUDIT = LoggerFactory.getLogger("io.actionqueue.audit");

  private final List<Route> routes;
  private final Guard guard;
  private final boolean controlEnabled;

  private Router(List<Route> routes, Guard guard, boolean controlEnabled) {
    this.routes = List.copyOf(routes);
    this.guard = guard;
    this.controlEnabled = controlEnabled;
  }

  /// A router over a table of routes.
  ///
  /// @param routes the table; a path and method stand in it once
  /// @param guard who tells callers apart
  /// @param controlEnabled whether routes that change something exist
  public static Router of(List<Route> routes, Guard guard, boolean controlEnabled) {
    return new Router(routes, guard, controlEnabled);
  }

  /// The table.
  public List<Route> routes() {
    return routes;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    return answered(request, () -> dispatch(request));
  }

  /// Turns every way in which an answer can fail into an error body.
  private static ApiResponse answered(ApiRequest request, Supplier<ApiResponse> answer) {
    try {
      return answer.get();
    } catch (ApiException e) {
      return failure(e.body());
    } catch (InvalidValue e) {
      return failure(new ErrorBody(e.code(), String.valueOf(e.getMessage()), Map.of()));
    } catch (ActionQueueException e) {
      return failure(new ErrorBody(e.code(), String.valueOf(e.getMessage()), Map.of()));
    } catch (RuntimeException | Error e) {
      LOG.error("{} {} failed", request.method(), request.rawPath(), e);
      return failure(ErrorBody.of(ErrorCode.INTERNAL_ERROR, "the daemon failed, see its log"));
    }
  }

  private ApiResponse dispatch(ApiRequest request) {
    List<String> segments = Route.segments(request.rawPath());
    var fitting = new ArrayList<Route>();
    for (Route route : routes) {
      Map<String, String> parameters = route.match(segments);
      if (parameters != null) {
        if (answers(route, request.method())) {
          request.bind(route, parameters);
          return admit(route, request);
        }
        fitting.add(route);
      }
    }
    if (fitting.isEmpty()) {
      throw ApiException.of(ErrorCode.NOT_FOUND, "no such route", "path", request.rawPath());
    }
    return methodNotAllowed(fitting, request);
  }

  /// HEAD is answered like GET; whoever sends the response leaves the body out.
  private static boolean answers(Route route, String method) {
    return route.method().equals(method) || (route.method().equals("GET") && method.equals("HEAD"));
  }

  private ApiResponse admit(Route route, ApiRequest request) {
    if (route.access() == Access.OPEN) {
      return route.handler().handle(request, Caller.ANYBODY);
    }
    Caller caller = guard.admit(request);
    if (route.access().isChange() && !controlEnabled) {
      throw ApiException.of(ErrorCode.CONTROL_DISABLED, "the daemon is read-only");
    }
    if (!caller.may(route.access())) {
      throw ApiException.of(
          ErrorCode.FORBIDDEN,
          "the token of "
              + caller.name()
              + " is that of a "
              + caller.role().name().toLowerCase(Locale.ROOT)
              + (caller.isOperator() ? "" : " in one tenant"));
    }
    return isAudited(route.access())
        ? audited(route, request, caller)
        : route.handler().handle(request, caller);
  }

  private static boolean isAudited(Access access) {
    return access == Access.CONTROL || access == Access.OPERATE;
  }

  /// Who asked when for which change, and what became of it.
  private static ApiResponse audited(Route route, ApiRequest request, Caller caller) {
    ApiResponse response = answered(request, () -> route.handler().handle(request, caller));
    AUDIT.info(
        "{} {} by {}: {}{} [{}]",
        request.method(),
        request.rawPath(),
        caller.name(),
        response.status(),
        response.headers().containsKey("Location") ? " " + response.headers().get("Location") : "",
        request.header("x-request-id").orElse("-"));
    return response;
  }

  private ApiResponse methodNotAllowed(List<Route> fitting, ApiRequest request) {
    boolean onlyControl = fitting.stream().allMatch(route -> route.access().isChange());
    if (onlyControl && !controlEnabled) {
      throw ApiException.of(ErrorCode.CONTROL_DISABLED, "the daemon is read-only");
    }
    var allowed = new TreeSet<String>();
    for (Route route : fitting) {
      allowed.add(route.method());
      if (route.method().equals("GET")) {
        allowed.add("HEAD");
      }
    }
    String list = String.join(", ", allowed);
    return failure(
            ErrorBody.of(
                ErrorCode.METHOD_NOT_ALLOWED,
                request.method() + " is not allowed here, only " + list,
                "method",
                request.method()))
        .with("Allow", list);
  }

  private static ApiResponse failure(ErrorBody body) {
    ApiResponse response = ApiResponse.error(body);
    String header = extraHeader(response.status());
    return header == null ? response : response.with(header, headerValue(response.status()));
  }

  private static @Nullable String extraHeader(int status) {
    return switch (status) {
      case 401 -> "WWW-Authenticate";
      case 429, 503 -> "Retry-After";
      default -> null;
    };
  }

  private static String headerValue(int status) {
    return status == 401 ? "Bearer" : "1";
  }
}
