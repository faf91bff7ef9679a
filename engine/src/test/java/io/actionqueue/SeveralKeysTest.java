package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tasks with several concurrency keys: a run takes all of them or none (03-W-47).
class SeveralKeysTest {
  @RegisterExtension final World world = World.at(1000);

  private final Map<TaskId, Runnable> handlers = new HashMap<>();
  private final Map<TaskId, Outcome> answers = new HashMap<>();
  private ActionQueue queue;
  private int submitted;

  private void open() {
    handlers.clear();
    queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(10)
                .handlerExecutor(flight -> handlers.put(((Flight) flight).context.taskId(), flight))
                .handler("here", this::answer));
  }

  private Outcome answer(RunContext context) {
    return answers.getOrDefault(context.taskId(), Outcome.success());
  }

  private static TaskRequest request(HoldPolicy hold, String... keys) {
    return TaskRequest.of("here").concurrencyKeys(List.of(keys), hold).maxAttempts(3);
  }

  private TaskId submit(TaskRequest request) {
    return World.submit(queue, request.id(World.task(++submitted)).priority(-submitted));
  }

  private TaskId submit(String... keys) {
    return submit(request(HoldPolicy.HOLD_DURING_RETRY, keys));
  }

  private void end(TaskId task) {
    handlers.remove(task).run();
    queue.tick();
  }

  private void assertExecuting(TaskId... tasks) {
    assertThat(tasks)
        .allSatisfy(task -> assertThat(World.stateOf(queue, task)).isEqualTo(RunState.RUNNING));
  }

  private String reason(TaskId task) {
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    BlockReason reason = World.onlyRun(queue, task).blockedBy().getFirst();
    return reason.code() + ": " + reason.detail();
  }

  private String held(String key, TaskId holder) {
    return "key '" + key + "' is held by run " + World.runOf(queue, holder);
  }

  /// one run acquires three keys; who needs any of them waits, and is told of each that is
  /// taken and by whom.
  @Test
  void oneRunAcquiresThreeKeys() {
    open();
    TaskId all = submit("key-1", "key-2", "key-3");
    TaskId third = submit("key-3");
    TaskId more = submit("free", "key-2", "key-1");
    TaskId free = submit("other", "free");
    queue.tick();
    assertExecuting(all, free);
    assertThat(reason(third)).isEqualTo("concurrency_key: " + held("key-3", all));
    assertThat(reason(more))
        .isEqualTo(
            "concurrency_key: "
                + String.join(", ", held("free", free), held("key-2", all), held("key-1", all)));
    assertThat(queue.task(all).join().orElseThrow().policy().furtherKeys())
        .containsExactly("key-2", "key-3");
    end(all);
    assertExecuting(third);
    assertThat(reason(more)).isEqualTo("concurrency_key: " + held("free", free));
    end(free);
    assertExecuting(more);
  }

  /// Every view of a run names all its keys, in the order in which it waits for them.
  @Test
  void viewsOfRunsNameAllKeys() {
    open();
    TaskId several = submit("c", "a", "b");
    TaskId none = World.submit(queue, TaskRequest.of("here"));
    queue.tick();
    RunView view = World.onlyRun(queue, several);
    assertThat(view.concurrencyKey()).isEqualTo("c");
    assertThat(view.furtherKeys()).containsExactly("a", "b");
    assertThat(World.onlyRun(queue, none).furtherKeys()).isEmpty();
    var rows = queue.runRows(new RunQuery(9, 0, null, null)).join().items();
    assertThat(rows)
        .extracting(RunRow::concurrencyKey, RunRow::furtherKeys)
        .containsExactlyInAnyOrder(tuple("c", List.of("a", "b")), tuple(null, List.of()));
  }

  /// While a run waits for one key it holds none of the others, and whoever needs only what is free
  /// goes before it.
  @Test
  void waitingRunHoldsNothingAndNobodyUp() {
    open();
    TaskId one = submit("a");
    TaskId both = submit("a", "b");
    TaskId two = submit("b");
    TaskId next = submit("a");
    queue.tick();
    assertExecuting(one, two);
    end(one);
    assertExecuting(next);
    assertThat(reason(both)).contains(held("a", next), held("b", two));
    end(two);
    assertThat(reason(both)).endsWith(held("a", next));
    end(next);
    assertExecuting(both);
  }

  /// Keys in opposite orders: one after the other, never each with half of them.
  @Test
  void oppositeOrdersDoNotBlockEachOther() {
    open();
    TaskId there = submit("a", "b");
    TaskId back = submit("b", "a");
    TaskId again = submit("a", "b");
    queue.tick();
    assertExecuting(there);
    end(there);
    assertExecuting(back);
    assertThat(reason(again)).contains(held("a", back));
    end(back);
    assertExecuting(again);
  }

  /// The one hold policy is for all keys; what was held is held again after a kill.
  @Test
  void allKeysAreHeldBetweenAttemptsOrNone() {
    open();
    TaskId keeps = submit("a", "b");
    TaskId gives = submit(request(HoldPolicy.RELEASE_ON_RETRY, "c", "d"));
    answers.put(keeps, Outcome.retryAfter("again", 60));
    answers.put(gives, Outcome.retryAfter("again", 60));
    queue.tick();
    end(keeps);
    end(gives);
    world.kill();
    open();
    TaskId second = submit("b");
    TaskId fourth = submit("d", "c");
    queue.tick();
    assertExecuting(fourth);
    assertThat(reason(second)).endsWith(held("b", keeps));
    answers.clear();
    world.time.advanceSeconds(60);
    queue.tick();
    assertExecuting(keeps);
    assertThat(reason(gives)).contains(held("c", fourth), held("d", fourth));
    end(keeps);
    assertExecuting(second);
  }

  /// A handler that lingers after its run was canceled keeps all its keys (S-10).
  @Test
  void lingeringHandlerKeepsAllKeys() {
    open();
    TaskId lingers = submit("a", "b");
    TaskId waits = submit("b");
    queue.tick();
    queue.cancelTask(lingers).join();
    queue.tick();
    assertThat(reason(waits)).endsWith(held("b", lingers));
    end(lingers);
    assertExecuting(waits);
  }

  /// Keys are within the tenant, each of them.
  @Test
  void keysAreWithinTheTenant() {
    open();
    TenantId tenant = Crew.tenant(1);
    queue.platform().createTenant(tenant, "t").join();
    TaskId outside = submit("a", "b");
    TaskId inside = submit(request(HoldPolicy.HOLD_DURING_RETRY, "b", "a").tenant(tenant));
    TaskId second = submit(request(HoldPolicy.HOLD_DURING_RETRY, "c", "a").tenant(tenant));
    queue.tick();
    assertExecuting(outside, inside);
    assertThat(reason(second)).endsWith(held("a", inside));
  }

  /// Permits of any key's limit count, and who waits is looked at again when they change.
  @Test
  void permitsOfEachKeyCount() {
    open();
    queue.limits().set(new Scope.Key(null, "b"), Limit.ofPermits(2)).join();
    TaskId one = submit("a1", "b");
    TaskId two = submit("a2", "b");
    TaskId three = submit("a3", "b");
    TaskId four = submit("a1", "b");
    queue.tick();
    assertExecuting(one, two);
    assertThat(reason(three)).endsWith(held("b", one));
    queue.limits().set(new Scope.Key(null, "b"), Limit.ofPermits(4)).join();
    queue.tick();
    assertExecuting(three);
    assertThat(reason(four)).endsWith(held("a1", one));
  }

  /// The task's own permits count for each of its keys.
  @Test
  void ownPermitsCountForEachKey() {
    open();
    TaskRequest pair = request(HoldPolicy.HOLD_DURING_RETRY, "a", "b").keyPermits(2);
    TaskId one = submit(pair.copy());
    TaskId two = submit(pair.copy());
    TaskId three = submit(pair.copy());
    queue.tick();
    assertExecuting(one, two);
    assertThat(reason(three)).contains(held("a", one), held("b", one));
    end(two);
    assertExecuting(three);
  }

  /// Pauses and rates of a further key hold its runs too; tasks alike but for the further keys are
  /// told apart.
  @Test
  void pausesAndRatesOfEachKeyCount() {
    open();
    queue.limits().set(new Scope.Key(null, "slow"), Limit.ofRate(Limit.Rate.perSecond(1))).join();
    queue.limits().pause(new Scope.Key(null, "shut")).join();
    TaskRequest base = request(HoldPolicy.RELEASE_ON_RETRY, "k").keyPermits(9);
    TaskId plain = submit(base.copy());
    TaskId first = submit(base.copy().policy(base.policy().withFurtherKeys(List.of("slow"))));
    TaskId second = submit(base.copy().policy(base.policy().withFurtherKeys(List.of("slow"))));
    TaskId shut = submit(base.copy().policy(base.policy().withFurtherKeys(List.of("shut"))));
    queue.tick();
    assertExecuting(plain, first);
    assertThat(reason(second)).startsWith("rate_limit: ");
    assertThat(reason(shut)).startsWith("paused: ");
    queue.limits().resume(new Scope.Key(null, "shut")).join();
    world.time.advanceSeconds(1);
    queue.tick();
    assertExecuting(second, shut);
  }

  /// Workers of other processes take and give back all keys as well.
  @Test
  void remoteWorkersTakeAllKeys() {
    open();
    Crew.register(queue, Crew.registration(1, "there"));
    var elsewhere =
        TaskRequest.of("there").concurrencyKeys(List.of("a", "b"), HoldPolicy.HOLD_DURING_RETRY);
    TaskId there = submit(elsewhere.copy());
    TaskId later = submit(elsewhere.copy());
    TaskId here = submit("b");
    queue.limits().pause(new Scope.Action("here")).join();
    queue.tick();
    List<Claim> claims = Crew.claim(queue, 1, 5);
    assertThat(claims).extracting(claim -> claim.spec().id()).containsExactly(there);
    queue.limits().resume(new Scope.Action("here")).join();
    queue.tick();
    assertThat(reason(here)).endsWith(held("b", there));
    queue.workers().report(claims.getFirst().ref(), WorkerReport.of(Outcome.success())).join();
    queue.tick();
    assertThat(Crew.claim(queue, 1, 5).size() + handlers.size()).isEqualTo(1);
    assertThat(World.stateOf(queue, later)).isIn(RunState.READY, RunState.RUNNING);
  }

  /// Keys survive a snapshot, belong to what makes two submissions equal, and go with a redrive.
  @Test
  void keysBelongToTheTask() {
    open();
    TaskRequest keyed = request(HoldPolicy.HOLD_DURING_RETRY, "a", "b").maxAttempts(1);
    TaskId task = World.submit(queue, keyed.copy().idempotencyKey("order"));
    answers.put(task, Outcome.fail("no"));
    queue.tick();
    end(task);
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(written).isDone();
    world.kill();
    assertThat(world.loadReport().snapshotLoaded()).isTrue();
    open();
    assertThat(World.submit(queue, keyed.copy().idempotencyKey("order"))).isEqualTo(task);
    var other =
        request(HoldPolicy.HOLD_DURING_RETRY, "a", "c").maxAttempts(1).idempotencyKey("order");
    assertThat(queue.submit(other).join())
        .isInstanceOfSatisfying(
            SubmitResult.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("idempotency_key_reused"));
    TaskId again =
        queue.deadLetters().redrive(World.runOf(queue, task)).join().orElseThrow().taskId();
    assertThat(queue.task(again).join().orElseThrow().policy().furtherKeys()).containsExactly("b");
  }

  /// What is no set of keys is refused, as it is set or as it is submitted, and writes nothing.
  @Test
  void keysMustFitTogether() {
    open();
    TaskRequest request = request(HoldPolicy.RELEASE_ON_RETRY, "a", "b");
    for (List<String> wrong : List.of(List.<String>of(), List.of("a", "a"))) {
      assertThatThrownBy(() -> request.concurrencyKeys(wrong, HoldPolicy.HOLD_DURING_RETRY))
          .extracting("kind")
          .isEqualTo("InvalidConcurrencyKeys");
    }
    assertThatThrownBy(
            () -> request.concurrencyKeys(List.of("", "c"), HoldPolicy.HOLD_DURING_RETRY))
        .extracting("kind")
        .isEqualTo("EmptyConcurrencyKey");
    assertThat(request.policy().furtherKeys()).containsExactly("b");
    TaskPolicy further = TaskPolicy.NONE.withFurtherKeys(List.of("b"));
    long before = queue.stats().join().latestSequence();
    for (TaskRequest wrong :
        List.of(
            TaskRequest.of("here").policy(further),
            TaskRequest.of("here")
                .policy(further)
                .concurrencyKey("b", HoldPolicy.HOLD_DURING_RETRY))) {
      assertThat(queue.submit(wrong).join())
          .isInstanceOfSatisfying(
              SubmitResult.Refused.class,
              refused ->
                  assertThat(refused.refusal().code()).isEqualTo("invalid_concurrency_keys"));
    }
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
  }
}
