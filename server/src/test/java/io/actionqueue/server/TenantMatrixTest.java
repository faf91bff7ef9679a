package io.actionqueue.server;

import static io.actionqueue.server.testing.TenantDaemon.ANNA;
import static io.actionqueue.server.testing.TenantDaemon.NOBODY;
import static io.actionqueue.server.testing.TenantDaemon.NORTH;
import static io.actionqueue.server.testing.TenantDaemon.OPERATOR;
import static io.actionqueue.server.testing.TenantDaemon.SAM;
import static io.actionqueue.server.testing.TenantDaemon.SOUTH;
import static io.actionqueue.server.testing.TenantDaemon.json;
import static io.actionqueue.server.testing.TenantDaemon.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.server.http.Access;
import io.actionqueue.server.http.Route;
import io.actionqueue.server.testing.LiveDaemon;
import io.actionqueue.server.testing.LiveDaemon.Answer;
import io.actionqueue.server.testing.RouteMatrix;
import io.actionqueue.server.testing.RouteMatrix.Entry;
import io.actionqueue.server.testing.TenantDaemon;
import io.actionqueue.server.testing.TenantThings;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route, asked with every kind of token of a tenant (spec 04 §13.1): a route that is not in
/// [RouteMatrix] fails here.
@Timeout(120)
class TenantMatrixTest {
  private static final Set<String> CAPABILITIES =
      Set.of("CanSubmit", "CanExecute", "CanReview", "CanApprove", "CanCancel", "CanOperate");

  private static final Pattern CODE = Pattern.compile("\"error\":\"([a-z_]+)\"");

  @TempDir static Path directory;

  private static TenantDaemon live;
  private static final Set<String> granted = new HashSet<>();

  @BeforeAll
  static void start() throws IOException {
    granted.clear();
    live =
        TenantDaemon.start(
            directory,
            LiveDaemon.environment(directory)
                .handler("fail", _ -> Outcome.fail("boom"))
                .handler("gate", _ -> Outcome.awaitDecision("g")));
    CAPABILITIES.forEach(each -> live.grant(SAM, each, SOUTH));
  }

  @AfterAll
  static void stop() {
    live.close();
  }

  private static List<Route> routes() {
    return live.live().daemon().routes();
  }

  private static String name(Route route) {
    return route.method() + " " + route.pattern();
  }

  @Test
  void everyRouteHasAnEntry() {
    var described =
        Stream.of(
                RouteMatrix.all().stream().map(Entry::route),
                RouteMatrix.OPEN.stream(),
                RouteMatrix.OPERATORS.stream())
            .flatMap(each -> each)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(described)
        .isEqualTo(
            routes().stream()
                .map(TenantMatrixTest::name)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /// The table of routes and the matrix agree on what is whose.
  @Test
  void whatAllTenantsShareIsRefusedToEveryTokenOfATenant() {
    for (Route route : routes()) {
      boolean operators = route.access() == Access.INSPECT || route.access() == Access.OPERATE;
      assertThat(RouteMatrix.OPERATORS.contains(name(route))).as(name(route)).isEqualTo(operators);
      assertThat(RouteMatrix.OPEN.contains(name(route)))
          .as(name(route))
          .isEqualTo(route.access() == Access.OPEN);
      if (operators) {
        for (String who : List.of("anna", "sam", "looker", "worker", "nobody", "stray")) {
          refused(send(who, route), 403, "forbidden");
        }
      }
    }
  }

  /// A reader of a tenant changes nothing, and a worker of one does nothing but work.
  @Test
  void narrowerTokensAreRefusedWhatIsNotTheirs() {
    for (Route route : routes()) {
      if (route.access() == Access.CONTROL || route.access() == Access.WORK) {
        refused(send("looker", route), 403, "forbidden");
      }
      if (route.access() == Access.CONTROL || route.access() == Access.READ) {
        refused(send("worker", route), 403, "forbidden");
      }
    }
  }

  private static Answer send(String who, Route route) {
    String path = route.pattern().replaceAll("\\{[a-z_]+}", NOBODY);
    return send(who, route.method(), path, route.method().equals("GET") ? null : "{}");
  }

  private static Answer send(String who, String method, String target, @Nullable String body) {
    BodyPublisher bytes = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = live.as(who, target).method(method, bytes);
    return live.live()
        .send(body == null ? request : request.header("Content-Type", "application/json"));
  }

  static List<Entry> entries() {
    return RouteMatrix.all();
  }

  /// Whoever may not gets a refusal, and nothing is written; whoever may gets an answer.
  @ParameterizedTest
  @MethodSource("entries")
  void everybodyGetsWhatIsTheirs(Entry entry) {
    var things = TenantThings.of(live);
    try {
      assertThat(asked("stray", ANNA, entry, things)).isIn("unknown_tenant", "tenant_not_found");
      assertThat(asked("nobody", NOBODY, entry, things)).isEqualTo("no_role_assigned");
      String needed = entry.needs();
      if (needed != null) {
        hold(others(needed));
        assertThat(asked("anna", ANNA, entry, things)).isEqualTo("missing_capability");
      }
      if (entry.route().equals(RouteMatrix.STREAM)) {
        return; // TenantRightsTest listens
      }
      foreigner(entry, things);
      hold(needed == null ? Set.of() : Set.of(needed));
      Answer answer = ask("anna", ANNA, entry, things);
      assertThat(code(answer)).as(answer.body()).isEqualTo(RouteMatrix.OK);
      if (needed != null) {
        hold(others(needed));
        assertThat(asked("anna", ANNA, entry, things)).isEqualTo("missing_capability");
      }
    } finally {
      if (entry.route().startsWith("DELETE /api/v2/actors/")) {
        register();
      }
      things.cancel();
    }
  }

  private static void foreigner(Entry entry, TenantThings things) {
    Answer answer = ask("sam", ANNA, entry, things);
    assertThat(code(answer)).as(answer.body()).isEqualTo(entry.foreigner());
    if (entry.foreigner().equals(RouteMatrix.OK)) {
      assertThat(things.areNamedIn(answer.body())).as(answer.body()).isFalse();
      assertThat(answer.body()).doesNotContain(NORTH).doesNotContain(ANNA);
    }
  }

  private static void register() {
    TenantDaemon.ok(
        live.post(
            OPERATOR,
            "/api/v2/actors/register",
            """
            {"actor_id":"%s","identity":"%s","capabilities":["resize"],
            "heartbeat_interval_secs":600,"tenant_id":"%s"}\
            """
                .formatted(ANNA, ANNA, NORTH)));
  }

  private static Set<String> others(String needed) {
    var all = new HashSet<>(CAPABILITIES);
    all.remove(needed);
    return all;
  }

  /// Gives the actor of the north these rights and no others.
  private static void hold(Set<String> wanted) {
    for (String each : CAPABILITIES) {
      if (wanted.contains(each) && granted.add(each)) {
        live.grant(ANNA, each, NORTH);
      } else if (!wanted.contains(each) && granted.remove(each)) {
        live.revoke(ANNA, each, NORTH);
      }
    }
  }

  /// The code of a refusal, which must have written nothing.
  private static String asked(String who, String self, Entry entry, TenantThings things) {
    long before = sequence();
    String code = code(ask(who, self, entry, things));
    assertThat(sequence()).as("nothing is written").isEqualTo(before);
    return code;
  }

  private static long sequence() {
    return json(live.get(OPERATOR, "/api/v1/stats")).path("latest_sequence").longValue();
  }

  private static Answer ask(String who, String self, Entry entry, TenantThings things) {
    String body = entry.body();
    return send(
        who,
        entry.method(),
        things.filled(entry.target().replace("{self}", self)),
        body == null ? null : things.filled(body.replace("{self}", self)));
  }

  /// The code of a refusal, also of the only one of several; else `ok`.
  private static String code(Answer answer) {
    Matcher refusal = CODE.matcher(answer.body());
    boolean several = answer.body().startsWith("{\"results\"") || answer.status() >= 400;
    return several && refusal.find() ? refusal.group(1) : RouteMatrix.OK;
  }
}
