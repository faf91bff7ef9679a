package io.actionqueue.server.http;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.WireJson;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/// A request as the routes see it. Confined to the thread that serves it.
public final class ApiRequest {
  private static final byte[] NO_BODY = {};

  private static final Pattern PARSER_PLACE =
      Pattern.compile(" ?\\(start marker at \\[Source: [^\\]]*\\]\\)");

  private final String method;
  private final String rawPath;
  private final String rawQuery;
  private final Map<String, String> headers;
  private final Supplier<byte[]> body;
  private Map<String, String> parameters = Map.of();
  private String route = "none";

  private ApiRequest(
      String method,
      String rawPath,
      String rawQuery,
      Map<String, String> headers,
      Supplier<byte[]> body) {
    this.method = method;
    this.rawPath = rawPath;
    this.rawQuery = rawQuery;
    this.headers = headers;
    this.body = body;
  }

  /// A request.
  ///
  /// @param method in upper case
  /// @param rawPath as received, nothing decoded
  /// @param rawQuery as received, without the question mark; empty for none
  /// @param headers values by name in lower case
  /// @param body reads the body, at most once
  public static ApiRequest of(
      String method,
      String rawPath,
      String rawQuery,
      Map<String, String> headers,
      Supplier<byte[]> body) {
    return new ApiRequest(method, rawPath, rawQuery, headers, body);
  }

  /// A request without a body.
  public static ApiRequest of(String method, String target, Map<String, String> headers) {
    int question = target.indexOf('?');
    return new ApiRequest(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers,
        () -> NO_BODY);
  }

  /// The method in upper case.
  public String method() {
    return method;
  }

  /// The path as received.
  public String rawPath() {
    return rawPath;
  }

  /// The query as received, empty for none.
  public String rawQuery() {
    return rawQuery;
  }

  /// The value of a header, by its name in lower case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The text of a path parameter, as received.
  ///
  /// @throws IllegalArgumentException if the route has none of this name
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no path parameter " + name + " in " + rawPath);
    }
    return value;
  }

  /// The pattern of the route that answers, `none` before one was found.
  public String route() {
    return route;
  }

  void bind(Route answering, Map<String, String> pathParameters) {
    route = answering.pattern();
    parameters = pathParameters;
  }

  /// The body as JSON.
  ///
  /// @throws ApiException `unsupported_media_type` or `malformed_json`
  public JsonNode json() {
    String type = header("content-type").orElse("").toLowerCase(Locale.ROOT).strip();
    int semicolon = type.indexOf(';');
    String media = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    if (!media.equals("application/json") && !media.endsWith("+json")) {
      throw ApiException.of(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body's Content-Type must be application/json");
    }
    return parse(body.get());
  }

  /// The body as JSON, empty if there is no body; then no content type is asked for either.
  ///
  /// @throws ApiException as [#json()]
  public Optional<JsonNode> optionalJson() {
    boolean announced =
        header("content-length").map(length -> !length.equals("0")).orElse(false)
            || header("transfer-encoding").isPresent();
    return announced ? Optional.of(json()) : Optional.empty();
  }

  /// What the parser says, with the place in the body instead of the place in the parser.
  private static String reason(JacksonException failure) {
    String said = PARSER_PLACE.matcher(failure.getOriginalMessage()).replaceAll("");
    TokenStreamLocation place = failure.getLocation();
    return place == null || place.getByteOffset() < 0
        ? said
        : said + ", at byte " + place.getByteOffset();
  }

  private static JsonNode parse(byte[] json) {
    try {
      JsonNode node = WireJson.tree(json);
      if (!node.isMissingNode()) {
        return node;
      }
    } catch (JacksonException e) {
      throw ApiException.of(ErrorCode.MALFORMED_JSON, "the body is not JSON: " + reason(e));
    }
    throw ApiException.of(ErrorCode.MALFORMED_JSON, "the body is empty, expected JSON");
  }
}
