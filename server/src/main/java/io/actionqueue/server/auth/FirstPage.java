package io.actionqueue.server.auth;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.Bytes;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Route;
import java.util.Map;
import java.util.regex.Pattern;

/// The address that the daemon prints, `/?token=…`: takes the token out of the address and into a
/// cookie that scripts cannot read and other sites cannot send. Thread-safe.
public final class FirstPage {
  private static final String QUERY = "token=";

  /// What a token may look like in a cookie.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.~-]{1,256}");

  private final TokenGuard guard;
  private final boolean secure;
  private final byte[] page;

  private FirstPage(TokenGuard guard, boolean secure, byte[] page) {
    this.guard = guard;
    this.secure = secure;
    this.page = page;
  }

  /// The route of the page.
  ///
  /// @param guard who knows the tokens
  /// @param secure whether the daemon speaks TLS
  /// @param page what is shown, HTML in UTF-8
  public static Route route(TokenGuard guard, boolean secure, byte[] page) {
    var first = new FirstPage(guard, secure, page);
    return Route.open("/", (request, _) -> first.handle(request));
  }

  private ApiResponse handle(ApiRequest request) {
    if (!request.rawQuery().startsWith(QUERY)) {
      return ApiResponse.of(200, "text/html; charset=utf-8", page);
    }
    String token = request.rawQuery().substring(QUERY.length());
    if (!TOKEN.matcher(token).matches() || !guard.isKnown(token)) {
      throw ApiException.of(ErrorCode.UNAUTHENTICATED, "the token is not valid");
    }
    String cookie =
        TokenGuard.COOKIE
            + "="
            + token
            + "; Path=/; HttpOnly; SameSite=Strict"
            + (secure ? "; Secure" : "");
    return new ApiResponse.Whole(
        303,
        Map.of("Location", "/", "Set-Cookie", cookie, "Referrer-Policy", "no-referrer"),
        Bytes.EMPTY);
  }
}
