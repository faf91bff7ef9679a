package io.actionqueue.server.auth;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Guard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Admits who shows a token, as `Authorization: Bearer …` or, from the page that the daemon itself
/// serves, in a cookie. Immutable.
public final class TokenGuard implements Guard {
  /// The cookie that carries the token.
  static final String COOKIE = "actionqueue_token";

  private static final String BEARER = "bearer ";

  private final HostPolicy hosts;
  private final @Nullable Tokens tokens;

  private TokenGuard(HostPolicy hosts, @Nullable Tokens tokens) {
    this.hosts = hosts;
    this.tokens = tokens;
  }

  /// A guard that asks for one of these tokens.
  public static TokenGuard of(HostPolicy hosts, Tokens tokens) {
    return new TokenGuard(hosts, tokens);
  }

  /// A guard that lets anybody pass who reaches the daemon under one of its names.
  public static TokenGuard withoutTokens(HostPolicy hosts) {
    return new TokenGuard(hosts, null);
  }

  @Override
  public Caller admit(ApiRequest request) {
    hosts.check(request);
    if (tokens == null) {
      return Caller.ANYBODY;
    }
    return presented(request)
        .flatMap(tokens::find)
        .orElseThrow(() ->
            ApiException.of(
                ErrorCode.UNAUTHENTICATED,
                "a valid token is needed: Authorization: Bearer <token>"));
  }

  /// Whether a token is good, for the page's first visit.
  boolean isKnown(String token) {
    return tokens == null || tokens.find(token).isPresent();
  }

  private static Optional<String> presented(ApiRequest request) {
    Optional<String> header = request.header("authorization");
    if (header.isPresent()) {
      String value = header.get();
      return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? Optional.of(value.substring(BEARER.length()).strip())
          : Optional.empty();
    }
    return request.header("cookie").flatMap(TokenGuard::cookie);
  }

  private static Optional<String> cookie(String header) {
    for (String pair : header.split(";", -1)) {
      String cookie = pair.strip();
      if (cookie.startsWith(COOKIE + "=")) {
        return Optional.of(cookie.substring(COOKIE.length() + 1));
      }
    }
    return Optional.empty();
  }
}
