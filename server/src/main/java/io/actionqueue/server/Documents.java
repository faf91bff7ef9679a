package io.actionqueue.server;

import io.actionqueue.server.auth.FirstPage;
import io.actionqueue.server.auth.TokenGuard;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// What the daemon serves from its own jar: the first page and the description of the API.
final class Documents {
  private Documents() {}

  static List<Route> routes(TokenGuard guard, boolean secure) {
    byte[] openApi = read("openapi.json");
    return List.of(
        FirstPage.route(guard, secure, read("index.html")),
        Route.open("/openapi.json", (_, _) -> ApiResponse.of(200, ApiResponse.JSON, openApi)));
  }

  private static byte[] read(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
