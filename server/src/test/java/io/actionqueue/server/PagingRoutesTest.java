package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.Outcome;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.ActorDetail;
import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.client.wire.ChildrenList;
import io.actionqueue.client.wire.DependencyList;
import io.actionqueue.client.wire.FilterJson;
import io.actionqueue.client.wire.LedgerList;
import io.actionqueue.client.wire.LedgerOrder;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.SubscriptionOrder;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lists that go on where a page ended, over HTTP and in the client.
@Timeout(60)
class PagingRoutesTest {
  @TempDir static Path directory;

  private static LiveDaemon live;
  private static ActionQueueClient client;

  @BeforeAll
  static void start() {
    var environment = LiveDaemon.environment(directory).handler("ok", _ -> Outcome.success("x"));
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
    client = ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @AfterAll
  static void stop() {
    client.close();
    live.close();
  }

  /// A page and how to go on.
  private record Part<T>(List<T> items, @Nullable String next) {}

  private static <T> List<T> all(Function<@Nullable String, Part<T>> page) {
    List<T> found = new ArrayList<>();
    Part<T> part = page.apply(null);
    found.addAll(part.items());
    while (part.next() != null) {
      part = page.apply(part.next());
      found.addAll(part.items());
    }
    return found;
  }

  private static ListFilter slice(@Nullable String after) {
    return ListFilter.slice(2, 0).after(after);
  }

  @Test
  void tasksAndRunsGoOn() {
    TaskId task =
        client.submit(Submission.of("nobody").runPolicy(new RunPolicy.Repeat(5, 60))).taskId();
    assertThat(
            all(after -> {
              RunList page = client.runs(slice(after).task(task));
              assertThat(page.total()).isEqualTo(5);
              return new Part<>(page.runs(), page.next());
            }))
        .hasSize(5)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> Long.compare(a.scheduledAt(), b.scheduledAt()));
    assertThat(
            all(after -> {
              RunList page = client.runs(slice(after).task(task).state(RunState.SCHEDULED));
              return new Part<>(page.runs(), page.next());
            }))
        .hasSize(4);
    client.submit(Submission.of("nobody"));
    client.submit(Submission.of("nobody"));
    assertThat(
            all(after -> {
              TaskList page = client.tasks(slice(after));
              return new Part<>(page.tasks(), page.next());
            }))
        .hasSizeGreaterThanOrEqualTo(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsNoPagesIsRefused() {
    String runs = client.runs(ListFilter.slice(1, 0)).next();
    for (String text : List.of("x", "%%%", "AAAA", runs == null ? "r" : runs)) {
      assertThatThrownBy(() -> client.tasks(slice(text)))
          .isInstanceOfSatisfying(
              ClientException.Refused.class,
              refused -> {
                assertThat(refused.status()).isEqualTo(422);
                assertThat(refused.code()).isEqualTo("invalid_cursor");
              });
    }
    assertThat(live.get("/api/v2/approvals?after=x").body()).contains("\"invalid_cursor\"");
    assertThat(live.get("/api/v2/actors?after=x").body()).contains("\"invalid_cursor\"");
    assertThat(live.get("/api/v1/dead-letters?after=x").body()).contains("\"invalid_cursor\"");
    assertThat(live.get("/api/v2/ledger?after=x").body()).contains("\"invalid_cursor\"");
  }

  @Test
  void whatHangsTogetherComesInPages() {
    TaskId parent = client.submit(Submission.of("nobody")).taskId();
    List<TaskId> children = new ArrayList<>();
    List<TaskId> dependents = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(client.submit(Submission.of("nobody").parent(parent)).taskId());
      dependents.add(client.submit(Submission.of("nobody").after(List.of(parent))).taskId());
      client.subscribe(
          new SubscriptionOrder(
              null, parent, FilterJson.of(new EventFilter.Custom("k" + i)), null, null, null));
    }
    assertThat(
            all(after -> {
              ChildrenList page = client.children(parent, slice(after));
              assertThat(page.total()).isEqualTo(3);
              assertThat(page.allTerminal()).isFalse();
              return new Part<>(page.children(), page.next());
            }))
        .allSatisfy(child -> assertThat(child.runs()).hasSize((int) child.runCount()))
        .extracting(ChildrenList.Child::taskId)
        .isEqualTo(children);
    assertThat(
            all(after -> {
              DependencyList page = client.dependencies(parent, slice(after));
              assertThat(page.total()).isEqualTo(3);
              return new Part<>(page.dependents(), page.next());
            }))
        .isEqualTo(dependents);
    assertThat(
            all(after -> {
              var page = client.subscriptions(parent, slice(after));
              assertThat(page.total()).isEqualTo(3);
              return new Part<>(page.subscriptions(), page.next());
            }))
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void workersGoOn() {
    for (int i = 1; i <= 3; i++) {
      client
          .workers()
          .register(
              new ActorOrder(
                  new ActorId(50, i), "worker-" + i, List.of("paint"), 60, "d" + i % 2, null));
    }
    assertThat(
            all(after -> {
              var page = client.workers().actors(slice(after));
              assertThat(page.total()).isEqualTo(3);
              return new Part<>(page.actors(), page.next());
            }))
        .extracting(ActorDetail::identity)
        .containsExactly("worker-1", "worker-2", "worker-3");
    client.workers().deregister(new ActorId(50, 1));
    assertThat(live.get("/api/v2/actors?department=d1").body())
        .contains("worker-1", "worker-3", "\"total\":2")
        .doesNotContain("worker-2");
    assertThat(live.get("/api/v2/actors?department=d1&active=true").body())
        .contains("worker-3", "\"total\":1")
        .doesNotContain("worker-1");
  }

  @Test
  void ledgersAreListedByTime() {
    var tenant = TenantId.parse("abababab-0000-4000-8000-000000000001");
    live.post("/api/v2/tenants", "{\"tenant_id\":\"" + tenant + "\",\"name\":\"t\"}");
    for (int i = 0; i < 3; i++) {
      client.ledger().append(LedgerOrder.of(tenant, "audit", Bytes.utf8("e" + i)));
    }
    long first = client.ledger().entries(1, 0, tenant, null).entries().getFirst().recordedAt();
    ListFilter since = ListFilter.slice(2, 0).tenant(tenant).within(new TimeRange(first, -1));
    LedgerList page = client.ledger().entries(since);
    assertThat(page.entries()).hasSize(2);
    assertThat(page.total()).isEqualTo(3);
    assertThat(client.ledger().entries(since.after(page.next())).entries()).hasSize(1);
    ListFilter before = ListFilter.slice(9, 0).tenant(tenant).within(new TimeRange(0, first));
    assertThat(client.ledger().entries(before).total()).isZero();
  }
}
