package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.task.HoldPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tenants take turns one by one where several permits or tokens come at once (03-W-33): a turn is
/// had when a run is let go, not only when it starts.
class TenantTurnTest {
  private static final TenantId A = tenant(1);
  private static final TenantId B = tenant(2);
  private static final Scope MAIL = new Scope.Action("mail");

  /// A token a second, of which ten may gather.
  private static final Limit SLOW = Limit.ofRate(new Limit.Rate(1, 1000, 10));

  @RegisterExtension final World world = World.at(1_000_000);
  private final List<String> started = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();

  private Outcome note(RunContext context) {
    started.add(context.spec().metadata().tags().getFirst());
    return Outcome.success();
  }

  /// An engine with a tenant A of weight 1 and a tenant B of another weight.
  private ActionQueue open(int slots, int weightOfB) {
    ActionQueue queue =
        world.openWith(options ->
            options
                .shareBetweenTenants()
                .dispatchConcurrency(slots)
                .handlerExecutor(held::add)
                .handler("mail", this::note)
                .handler("call", this::note));
    queue.platform().createTenant(A, "a").join();
    queue.platform().createTenant(B, "b").join();
    queue.limits().weight(B, weightOfB).join();
    return queue;
  }

  private List<TaskId> submit(
      ActionQueue queue, int count, String action, String name, @Nullable TenantId tenant) {
    var ids = new ArrayList<TaskId>();
    for (int i = 0; i < count; i++) {
      world.time.advance(Duration.ofMillis(1));
      ids.add(World.submit(queue, TaskRequest.of(action).tags(List.of(name)).tenant(tenant)));
    }
    return ids;
  }

  /// Lets all handlers return whose runs the last step has started.
  private void returnAll() {
    List<Runnable> all = List.copyOf(held);
    held.clear();
    all.forEach(Runnable::run);
  }

  private Map<String, Long> counts() {
    return started.stream()
        .collect(Collectors.groupingBy(n -> n, TreeMap::new, Collectors.counting()));
  }

  /// Uses up the ten tokens at once, so that all that comes behind waits for the next ones.
  private void useUpTokens(ActionQueue queue) {
    queue.limits().set(MAIL, SLOW).join();
    submit(queue, 10, "mail", "first", null);
    queue.tick();
    returnAll();
    queue.tick();
    assertThat(started).hasSize(10);
    started.clear();
  }

  @Test
  void tokensThatComeTogetherGoByWeight() {
    ActionQueue queue = open(20, 3);
    useUpTokens(queue);
    submit(queue, 12, "mail", "a", A);
    submit(queue, 12, "mail", "b", B);
    queue.tick();
    for (int i = 1; i <= 2; i++) {
      world.time.advanceSeconds(8);
      queue.tick();
      returnAll();
      assertThat(counts()).isEqualTo(Map.of("a", 2L * i, "b", 6L * i));
    }
  }

  @Test
  void permitsThatAreGivenBackTogetherGoByWeight() {
    ActionQueue queue = open(20, 3);
    queue.limits().set(MAIL, Limit.ofPermits(8)).join();
    submit(queue, 8, "mail", "first", null);
    queue.tick();
    submit(queue, 12, "mail", "a", A);
    submit(queue, 12, "mail", "b", B);
    queue.tick();
    returnAll(); // the eight that hold the permits
    started.clear();
    queue.tick();
    returnAll();
    assertThat(counts()).isEqualTo(Map.of("a", 2L, "b", 6L));
    queue.tick();
    returnAll();
    assertThat(counts()).isEqualTo(Map.of("a", 4L, "b", 12L));
  }

  /// What a tenant has had elsewhere is not held against it: the slots of this process would have
  /// given all to B.
  @Test
  void permitsOfARaisedLimitGoByTurnsOfThatLimit() {
    ActionQueue queue = open(20, 3);
    submit(queue, 60, "call", "elsewhere", A);
    while (started.size() < 60) {
      queue.tick();
      returnAll();
    }
    queue.limits().set(MAIL, Limit.ofPermits(1)).join();
    submit(queue, 1, "mail", "first", null);
    queue.tick();
    submit(queue, 12, "mail", "a", A);
    submit(queue, 12, "mail", "b", B);
    queue.tick();
    queue.limits().set(MAIL, Limit.ofPermits(9)).join();
    queue.tick();
    started.clear();
    returnAll();
    started.remove("first");
    assertThat(counts()).isEqualTo(Map.of("a", 2L, "b", 6L));
  }

  /// A full bucket gives no more than it holds: else the slots here would decide, which owe all to
  /// B.
  @Test
  void tokensOfABucketThatHasLongBeenFullGoByWeight() {
    ActionQueue queue = open(20, 3);
    useUpTokens(queue);
    submit(queue, 60, "call", "elsewhere", A);
    while (started.size() < 60) {
      queue.tick();
      returnAll();
    }
    queue.tick();
    submit(queue, 12, "mail", "a", A);
    submit(queue, 12, "mail", "b", B);
    queue.tick();
    queue.pause().join();
    world.time.advanceSeconds(1000);
    queue.resume().join();
    started.clear();
    queue.tick();
    returnAll();
    assertThat(counts()).isEqualTo(Map.of("a", 3L, "b", 7L));
  }

  @Test
  void permitsAfterAPauseGoByWeight() {
    ActionQueue queue = open(20, 3);
    queue.limits().set(MAIL, Limit.ofPermits(8)).join();
    queue.limits().pause(MAIL).join();
    submit(queue, 12, "mail", "a", A);
    submit(queue, 12, "mail", "b", B);
    queue.tick();
    queue.limits().resume(MAIL).join();
    queue.tick();
    returnAll();
    assertThat(counts()).isEqualTo(Map.of("a", 2L, "b", 6L));
  }

  /// Slots of an action that become free together are shared like permits.
  @Test
  void slotsOfAnActionThatBecomeFreeTogetherGoByWeight() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .shareBetweenTenants()
                .dispatchConcurrency(40)
                .handlerExecutor(held::add)
                .handler("mail", this::note, 8));
    queue.platform().createTenant(A, "a").join();
    queue.platform().createTenant(B, "b").join();
    queue.limits().weight(B, 3).join();
    submit(queue, 8, "mail", "first", null);
    queue.tick();
    submit(queue, 12, "mail", "a", A);
    submit(queue, 12, "mail", "b", B);
    queue.tick();
    returnAll();
    started.clear();
    queue.tick();
    returnAll();
    assertThat(counts()).isEqualTo(Map.of("a", 2L, "b", 6L));
  }

  /// A turn is given back when the run that had it does not start.
  @Test
  void whoIsLetGoAndDoesNotStartCostsItsTenantNothing() {
    ActionQueue queue = open(20, 1);
    useUpTokens(queue);
    List<TaskId> ofA = submit(queue, 12, "mail", "a", A);
    submit(queue, 12, "mail", "b", B);
    queue.tick();
    submit(queue, 20, "call", "call", null); // the slots here
    queue.tick();
    world.time.advanceSeconds(8); // four of each are let go and wait for a slot
    queue.tick();
    ofA.subList(0, 4).forEach(id -> queue.cancelTask(id).join());
    queue.tick();
    returnAll();
    started.clear();
    queue.tick();
    returnAll();
    assertThat(counts()).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  /// The same where the action is paused and resumed meanwhile.
  @Test
  void whoIsLetGoAndHeldBackByAPauseCostsItsTenantNothing() {
    ActionQueue queue = open(20, 1);
    useUpTokens(queue);
    submit(queue, 12, "mail", "a", A);
    queue.tick();
    submit(queue, 20, "call", "call", null);
    queue.tick();
    world.time.advanceSeconds(8);
    queue.tick(); // eight of A wait for a slot
    queue.limits().pause(MAIL).join();
    returnAll();
    queue.tick(); // are looked at, and wait for the end of the pause
    submit(queue, 12, "mail", "b", B);
    queue.limits().resume(MAIL).join();
    started.clear();
    queue.tick();
    returnAll();
    assertThat(counts()).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  /// Workers elsewhere that wait, each of another tenant, get what comes at once by turns, however
  /// much one of them asks for.
  @Test
  void tokensThatComeTogetherGoToWorkersElsewhereByWeight() {
    ActionQueue queue = openWithWorkers(3);
    var ofA = ask(queue, 1, 10);
    var ofB = ask(queue, 2, 10);
    queue.tick();
    world.time.advanceSeconds(8);
    queue.tick();
    assertThat(ofA.getNow(List.of())).hasSize(2);
    assertThat(ofB.getNow(List.of())).hasSize(6);
  }

  /// RT-18: what was let go for a worker that does not wait any more goes to the others.
  @Test
  void whoeverDoesNotWaitAnyMoreHoldsNobodyUp() {
    ActionQueue queue = openWithWorkers(1);
    queue.limits().weight(A, 100).join(); // so that it has the next turns
    var ofA = ask(queue, 1, 10);
    var ofB = ask(queue, 2, 10);
    queue.tick();
    ofA.cancel(true);
    world.time.advanceSeconds(2);
    queue.tick();
    assertThat(ofB.getNow(List.of())).hasSize(2);
  }

  /// The same where it has got less than it was given the turns for.
  @Test
  void whoeverTakesLessLeavesTheRestToOthers() {
    ActionQueue queue = openWithWorkers(1);
    queue.limits().weight(A, 100).join();
    var ofA = ask(queue, 1, 1);
    var ofB = ask(queue, 2, 10);
    queue.tick();
    world.time.advanceSeconds(3);
    queue.tick();
    assertThat(ofA.getNow(List.of())).hasSize(1);
    assertThat(ofB.getNow(List.of())).hasSize(2);
  }

  /// A run that was let go for a slot here, and is claimed elsewhere before there is time for it,
  /// leaves that slot to the next one.
  @Test
  void whoeverIsClaimedElsewhereLeavesItsSlotToOthers() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .shareBetweenTenants()
                .dispatchConcurrency(2)
                .handlerExecutor(held::add)
                .handler("mail", this::note, 1)
                .handler("call", this::note));
    Crew.register(queue, Crew.registration(1, "mail"));
    submit(queue, 3, "mail", "mail", null);
    queue.tick(); // the first one executes, the others wait for the slot of the action
    returnAll();
    for (int i = 0; i < 2; i++) { // all slots here, before that which is let go
      World.submit(queue, TaskRequest.of("call").tags(List.of("call")).priority(1));
    }
    queue.tick();
    assertThat(held).hasSize(2);
    assertThat(Crew.claim(queue, 1, 1)).hasSize(1);
    returnAll();
    queue.tick();
    returnAll();
    queue.tick();
    returnAll();
    assertThat(counts().get("mail")).isEqualTo(2);
  }

  /// An engine with workers of A and B, who have twelve runs each, and no token.
  private ActionQueue openWithWorkers(int weightOfB) {
    ActionQueue queue = open(20, weightOfB);
    Scope remote = new Scope.Action("remote");
    queue.limits().set(remote, SLOW).join();
    Crew.register(queue, Crew.ofTenant(1, A, "remote"));
    Crew.register(queue, Crew.ofTenant(2, B, "remote"));
    submit(queue, 12, "remote", "a", A);
    submit(queue, 12, "remote", "b", B);
    queue.tick();
    assertThat(Crew.claim(queue, 1, 5)).hasSize(5);
    assertThat(Crew.claim(queue, 2, 10)).hasSize(5);
    assertThat(Crew.claim(queue, 1, 10)).isEmpty();
    submit(queue, 12, "remote", "a", A);
    submit(queue, 12, "remote", "b", B);
    assertThat(Crew.claim(queue, 1, 10)).isEmpty();
    assertThat(Crew.claim(queue, 2, 10)).isEmpty();
    return queue;
  }

  private static CompletableFuture<List<Claim>> ask(ActionQueue queue, int worker, int max) {
    var request = ClaimRequest.by(actor(worker)).max(max).waitUpTo(Duration.ofMinutes(5));
    return queue.workers().claim(request);
  }

  private static TaskRequest mail(String name, TenantId tenant) {
    return TaskRequest.of("mail").tags(List.of(name)).tenant(tenant);
  }

  /// Whoever is let go may find something else in its way: what it leaves is for those that wait,
  /// not for a run of less priority that comes just then. Found by the simulation, seed 1029145.
  @Test
  void nobodyPassesByAMoreUrgentRunOfItsTenantThatWaits() {
    ActionQueue queue = open(20, 1);
    queue.limits().set(MAIL, Limit.ofPermits(1)).join();
    var key =
        TaskRequest.of("call")
            .tags(List.of("key"))
            .tenant(B)
            .concurrencyKey("k", HoldPolicy.RELEASE_ON_RETRY);
    World.submit(queue, key);
    submit(queue, 1, "call", "other", B); // so that at the slots here A has its turn
    queue.tick();
    submit(queue, 1, "mail", "first", A);
    queue.tick();
    World.submit(queue, mail("urgent", A).priority(1));
    World.submit(
        queue, mail("without its key", B).concurrencyKey("k", HoldPolicy.RELEASE_ON_RETRY));
    queue.tick();
    World.submit(queue, mail("late", A));
    held.removeLast().run();
    assertThat(started).containsExactly("first");
    queue.tick();
    held.removeLast().run();
    assertThat(started).containsExactly("first", "urgent");
  }
}
