package io.actionqueue.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.Principal;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import io.actionqueue.server.http.Router;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is let in (S-14, S-52).
class AuthenticationTest {
  private static final String ADMIN = "admin-token";
  private static final String READER = "reader-token";
  private static final byte[] PAGE = "<html></html>".getBytes(StandardCharsets.UTF_8);

  private final TokenGuard guard =
      TokenGuard.of(
          HostPolicy.of(InetAddress.getLoopbackAddress(), List.of("queue.example")),
          Tokens.of(
              List.of(
                  Tokens.Entry.of(Caller.admin("local"), ADMIN),
                  new Tokens.Entry(Caller.reader("dashboard"), Tokens.hash(READER)))));

  private final Router router =
      Router.of(
          List.of(
              Route.open("/healthz", (_, _) -> ApiResponse.json(200, new StatusAnswer("ok"))),
              FirstPage.route(guard, false, PAGE),
              Route.get("/read", (_, caller) -> name(caller)),
              Route.post("/change", (_, caller) -> name(caller))),
          guard,
          true);

  @Test
  void withoutATokenOnlyHealthIsAnswered() {
    assertThat(get("/healthz", Map.of()).status()).isEqualTo(200);

    var refused = get("/read", Map.of("host", "localhost:8787"));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer");
    assertThat(text(refused)).startsWith("{\"error\":\"unauthenticated\",");
  }

  @Test
  void wrongTokensAreRefused() {
    for (String header :
        List.of(
            "Bearer admin-toke",
            "Bearer admin-tokenx",
            "Bearer ",
            "Bearer",
            "Basic YTpi",
            ADMIN,
            "Bearer " + Tokens.hash(ADMIN))) {
      assertThat(get("/read", Map.of("host", "localhost", "authorization", header)).status())
          .as(header)
          .isEqualTo(401);
    }
  }

  @Test
  void tokensTellCallersApart() {
    assertThat(text(get("/read", bearer(ADMIN)))).contains("local");
    assertThat(text(get("/read", bearer(READER)))).contains("dashboard");
    assertThat(send("POST", "/change", bearer(ADMIN)).status()).isEqualTo(200);

    var forbidden = send("POST", "/change", bearer(READER));
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(text(forbidden)).startsWith("{\"error\":\"forbidden\",");
  }

  @Test
  void schemeIsReadInAnyCase() {
    assertThat(
            get("/read", Map.of("host", "localhost", "authorization", "bEaReR " + ADMIN)).status())
        .isEqualTo(200);
  }

  @Test
  void firstPageTurnsTheTokenIntoACookie() {
    var redirect = get("/?token=" + ADMIN, Map.of("host", "localhost"));
    assertThat(redirect.status()).isEqualTo(303);
    assertThat(redirect.headers())
        .containsEntry("Location", "/")
        .containsEntry("Referrer-Policy", "no-referrer")
        .containsEntry(
            "Set-Cookie", "actionqueue_token=admin-token; Path=/; HttpOnly; SameSite=Strict");

    var withCookie =
        Map.of("host", "localhost", "cookie", "theme=dark; actionqueue_token=" + ADMIN);
    assertThat(get("/read", withCookie).status()).isEqualTo(200);
    assertThat(get("/", Map.of("host", "localhost")).status()).isEqualTo(200);
  }

  @Test
  void firstPageSetsNoCookieForAWrongToken() {
    for (String token : List.of("nonsense", "", ADMIN + "%3B", ADMIN + ";%20Domain=x")) {
      var refused = get("/?token=" + token, Map.of("host", "localhost"));
      assertThat(refused.status()).as(token).isEqualTo(401);
      assertThat(refused.headers()).doesNotContainKey("Set-Cookie");
    }
  }

  @Test
  void foreignHostsAreRefusedWhateverTheToken() {
    for (String host :
        List.of("evil.example", "localhost.evil.example", "10.0.0.1", "", "[::2]:1")) {
      var headers = bearer(ADMIN);
      headers.put("host", host);
      var refused = get("/read", headers);
      assertThat(refused.status()).as(host).isEqualTo(403);
      assertThat(text(refused)).startsWith("{\"error\":\"foreign_origin\",");
    }
    for (String host :
        List.of("localhost", "LOCALHOST:80", "127.0.0.1:8787", "[::1]:8787", "Queue.Example:443")) {
      var headers = bearer(ADMIN);
      headers.put("host", host);
      assertThat(get("/read", headers).status()).as(host).isEqualTo(200);
    }
  }

  @Test
  void otherOriginsAreRefused() {
    for (String origin :
        List.of("http://evil.example", "null", "http://localhost:3000", "file://localhost:8787")) {
      var headers = bearer(ADMIN);
      headers.put("host", "localhost:8787");
      headers.put("origin", origin);
      assertThat(send("POST", "/change", headers).status()).as(origin).isEqualTo(403);
    }
    var own = bearer(ADMIN);
    own.put("host", "localhost:8787");
    own.put("origin", "http://localhost:8787");
    assertThat(send("POST", "/change", own).status()).isEqualTo(200);
  }

  @Test
  void wildcardBindTakesEveryLiteralAddressButNoForeignName() throws Exception {
    var open = HostPolicy.of(InetAddress.getByName("0.0.0.0"), List.of());
    var anybody =
        Router.of(
            List.of(Route.get("/read", (_, caller) -> name(caller))),
            TokenGuard.withoutTokens(open),
            true);

    for (Map.Entry<String, Integer> want :
        Map.of("10.1.2.3:8787", 200, "[2001:db8::1]:1", 200, "rebound.example", 403).entrySet()) {
      var request = ApiRequest.of("GET", "/read", Map.of("host", want.getKey()));
      assertThat(anybody.handle(request).status()).as(want.getKey()).isEqualTo(want.getValue());
    }
  }

  @Test
  void tokensFileNamesCallersRolesAndHashes() {
    String hash = Tokens.hash("t");
    var entries =
        TokensFile.parse("tokens", List.of("# who", "", "ops admin " + hash, "x reader " + hash));

    assertThat(entries)
        .containsExactly(
            new Tokens.Entry(Caller.admin("ops"), hash),
            new Tokens.Entry(Caller.reader("x"), hash));
    for (String line : List.of("ops admin", "ops root " + hash, "ops admin 123", "a b c d")) {
      assertThatThrownBy(() -> TokensFile.parse("tokens", List.of("", line)))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("tokens:2: ");
    }
  }

  @Test
  void tokensFileNamesActorsInTenants() {
    String hash = Tokens.hash("t");
    String actor = "10000000-0000-0000-0000-000000000001";
    String tenant = "20000000-0000-0000-0000-000000000002";
    var member = new Principal.Member(ActorId.parse(actor), TenantId.parse(tenant));
    var entries =
        TokensFile.parse(
            "tokens",
            List.of(
                "a member:" + actor + "@" + tenant + " " + hash,
                "b reader:urn:uuid:" + actor + "@" + tenant + " " + hash,
                "c worker:" + actor + "@" + tenant + " " + hash,
                "d worker:" + actor + " " + hash));

    assertThat(entries)
        .extracting(Tokens.Entry::caller)
        .containsExactly(
            Caller.member("a", member),
            Caller.reader("b").within(member),
            Caller.worker("c", null).within(member),
            Caller.worker("d", member.actorId()));
    for (String role :
        List.of(
            "member",
            "member:" + actor,
            "member:" + actor + "@",
            "member:" + actor + "@north",
            "member:@" + tenant,
            "member:" + actor + "@00000000-0000-0000-0000-000000000000",
            "admin:" + actor + "@" + tenant,
            "reader:" + actor)) {
      assertThatThrownBy(() -> TokensFile.parse("tokens", List.of("x " + role + " " + hash)))
          .as(role)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("tokens:1: ");
    }
  }

  private static ApiResponse name(Caller caller) {
    return ApiResponse.json(200, new StatusAnswer(caller.name()));
  }

  private static Map<String, String> bearer(String token) {
    return new HashMap<>(Map.of("host", "localhost", "authorization", "Bearer " + token));
  }

  private ApiResponse get(String target, Map<String, String> headers) {
    return send("GET", target, headers);
  }

  private ApiResponse send(String method, String target, Map<String, String> headers) {
    return router.handle(ApiRequest.of(method, target, headers));
  }

  private static String text(ApiResponse response) {
    return new String(((ApiResponse.Whole) response).body().toArray(), StandardCharsets.UTF_8);
  }
}
