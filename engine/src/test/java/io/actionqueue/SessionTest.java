package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.assertRefused;
import static io.actionqueue.Crew.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What belongs to a tenant, and who may do what in it (spec 03 §10.5).
class SessionTest {
  private static final int ACME = 1;
  private static final int OTHER = 2;

  @RegisterExtension final World world = World.at(1000);

  private ActionQueue queue;
  private Session acme;
  private Session other;

  @BeforeEach
  void twoTenants() {
    open();
    queue.platform().createTenant(tenant(ACME), "Acme Digital Corporation").join();
    queue.platform().createTenant(tenant(OTHER), "Other").join();
    acme = member(11, ACME, Capability.BUILT_IN);
    other = member(12, OTHER, Capability.BUILT_IN);
  }

  private void open() {
    queue = world.openWith(options -> options.dispatchConcurrency(1));
  }

  private Session member(int number, int of, List<Capability> capabilities) {
    queue.platform().assignRole(actor(number), Role.OPERATOR, tenant(of)).join();
    for (Capability each : capabilities) {
      queue.platform().grant(actor(number), each, tenant(of)).join();
    }
    return queue.as(Principal.of(actor(number), tenant(of)));
  }

  private static TaskId submit(Session session, TaskRequest request) {
    return session.submit(request).join().orElseThrow().taskId();
  }

  private static String refusal(Session session, TaskRequest request) {
    return session.submit(request).join() instanceof SubmitResult.Refused(var refusal)
        ? refusal.code()
        : "accepted";
  }

  /// tenants with their names, and the active workers of each.
  @Test
  void tenantsHaveNamesAndWorkers() {
    assertThat(queue.platform().tenant(tenant(ACME)).join().orElseThrow().name())
        .isEqualTo("Acme Digital Corporation");
    assertThat(queue.platform().tenant(tenant(9)).join()).isEmpty();
    assertThat(queue.platform().tenants().join())
        .extracting(StateImage.Tenant::tenantId)
        .containsExactly(tenant(ACME), tenant(OTHER));
    assertRefused("tenant_already_exists", queue.platform().createTenant(tenant(ACME), "again"));
    for (int i = 1; i <= 3; i++) {
      Crew.register(queue, Crew.ofTenant(i, tenant(ACME), "work"));
    }
    Crew.register(queue, Crew.ofTenant(4, tenant(OTHER), "work"));
    queue.workers().deregister(actor(3)).join();
    assertThat(workersOf(ACME)).containsExactly(actor(1), actor(2));
    assertThat(workersOf(OTHER)).containsExactly(actor(4));
    assertThat(workersOf(9)).isEmpty();
    assertThat(acme.workers().list(WorkerQuery.ALL).join().total()).isEqualTo(3);
    assertThat(acme.workers().worker(actor(4)).join()).isEmpty();
  }

  private List<ActorId> workersOf(int number) {
    return queue.workers().list(WorkerQuery.ALL.of(tenant(number)).active()).join().items().stream()
        .map(view -> view.actor().actorId())
        .toList();
  }

  /// A-133, as strengthened: what belongs to another tenant is not there.
  @Test
  void otherTenantsDoNotExist() {
    TaskId theirs = submit(other, TaskRequest.of("work").tags(List.of("t")));
    TaskId mine = submit(acme, TaskRequest.of("work").tags(List.of("t")));
    TaskId nobodys = World.submit(queue, TaskRequest.of("work").tags(List.of("t")));
    queue.tick();
    RunId run = World.runOf(queue, theirs);
    for (TaskId hidden : List.of(theirs, nobodys)) {
      assertThat(acme.task(hidden).join()).isEmpty();
      assertThat(acme.run(World.runOf(queue, hidden)).join()).isEmpty();
      assertRefused("unknown_task", acme.cancelTask(hidden));
      assertRefused("unknown_task", acme.awaitTask(hidden));
      assertThat(acme.runs(new RunQuery(10, 0, hidden, null)).join().items()).isEmpty();
    }
    assertRefused("unknown_run", acme.cancelRun(run));
    assertRefused("unknown_run", acme.suspendRun(run, null));
    assertRefused("unknown_run", acme.resumeRun(run));
    assertRefused("unknown_run", acme.explain(run));

    assertThat(acme.task(mine).join()).isPresent();
    Page<TaskView> tasks = acme.tasks(new TaskQuery(10, 0, "t")).join();
    assertThat(tasks.items()).extracting(view -> view.spec().id()).containsExactly(mine);
    assertThat(tasks.total()).isEqualTo(1);
    Page<RunView> runs = acme.runs(new RunQuery(10, 0, null, RunState.READY)).join();
    assertThat(runs.items())
        .extracting(view -> view.run().instance().taskId())
        .containsExactly(mine);
    assertThat(runs.total()).isEqualTo(1);
    assertThat(queue.tasks(TaskQuery.FIRST).join().total()).isEqualTo(3);
    TenantId foreign = queue.task(theirs).join().orElseThrow().spec().tenantId();
    assertThat(acme.tasks(new TaskQuery(10, 0, null, foreign, TimeRange.ALL)).join().total())
        .isZero();
    assertThat(acme.runs(new RunQuery(10, 0, null, null, foreign, TimeRange.ALL)).join().total())
        .isZero();
    assertThat(World.stateOf(queue, theirs)).isEqualTo(RunState.READY);
  }

  /// Isolation of references: tenant, parent and prerequisites.
  @Test
  void referencesStayWithinTheTenant() {
    TaskId theirs = submit(other, TaskRequest.of("work"));
    long before = queue.stats().join().latestSequence();
    assertThat(refusal(acme, TaskRequest.of("work").tenant(tenant(OTHER))))
        .isEqualTo("unknown_tenant");
    assertThat(refusal(acme, TaskRequest.of("work").parent(theirs))).isEqualTo("unknown_parent");
    assertThat(refusal(acme, TaskRequest.of("work").after(List.of(theirs))))
        .isEqualTo("unknown_task");
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
    TaskId mine = submit(acme, TaskRequest.of("work"));
    assertThat(queue.task(mine).join().orElseThrow().spec().tenantId()).isEqualTo(tenant(ACME));
    assertThat(refusal(acme, TaskRequest.of("work").after(List.of(mine)))).isEqualTo("accepted");
    assertThat(refusal(queue.as(Principal.SYSTEM), TaskRequest.of("work").tenant(tenant(9))))
        .isEqualTo("unknown_tenant");
  }

  /// Idempotency keys are a tenant's own (S-46).
  @Test
  void idempotencyKeysAreATenantsOwn() {
    TaskId mine = submit(acme, TaskRequest.of("work").idempotencyKey("k"));
    TaskId theirs = submit(other, TaskRequest.of("work").idempotencyKey("k"));
    assertThat(mine).isNotEqualTo(theirs);
    assertThat(submit(acme, TaskRequest.of("work").idempotencyKey("k"))).isEqualTo(mine);
  }

  /// A-133 for claims: workers get runs of their own tenant.
  @Test
  void workersClaimWithinTheirTenant() {
    TaskId theirs = submit(other, TaskRequest.of("work").priority(9));
    TaskId mine = submit(acme, TaskRequest.of("work"));
    TaskId nobodys = World.submit(queue, TaskRequest.of("work").priority(5));
    queue.tick();
    acme.workers().register(Crew.ofTenant(11, tenant(ACME), "work")).join();
    Crew.register(queue, Crew.registration(20, "work"));
    List<Claim> claims = acme.workers().claim(ClaimRequest.by(actor(11)).max(9)).join();
    assertThat(claims).extracting(claim -> claim.spec().id()).containsExactly(mine);
    assertThat(Crew.claim(queue, 20, 9))
        .extracting(claim -> claim.spec().id())
        .containsExactly(nobodys);

    other.workers().register(Crew.ofTenant(12, tenant(OTHER), "work")).join();
    var stolen =
        new AttemptRef(
            claims.getFirst().ref().runId(), claims.getFirst().ref().attemptId(), actor(12));
    assertRefused("unknown_run", other.workers().heartbeat(stolen));
    assertRefused(
        "unknown_run", other.workers().report(stolen, WorkerReport.of(Outcome.success())));
    assertThat(World.stateOf(queue, theirs)).isEqualTo(RunState.READY);
  }

  /// Somebody acts as a worker only as itself, in its own tenant, and with the right to execute.
  @Test
  void workersActAsThemselves() {
    Workers mine = acme.workers();
    assertRefused("unknown_actor", mine.register(Crew.ofTenant(12, tenant(ACME), "work")));
    assertRefused("unknown_tenant", mine.register(Crew.ofTenant(11, tenant(OTHER), "work")));
    assertRefused("unknown_tenant", mine.register(Crew.registration(11, "work")));
    mine.register(Crew.ofTenant(11, tenant(ACME), "work")).join();
    assertRefused("unknown_actor", mine.heartbeat(actor(12)));
    assertRefused("unknown_actor", mine.claim(ClaimRequest.by(actor(12))));
    queue.platform().revoke(actor(11), Capability.CAN_EXECUTE, tenant(ACME)).join();
    assertRefused("missing_capability", mine.claim(ClaimRequest.by(actor(11))));
    assertRefused("missing_capability", mine.claimable(actor(11), 1));
    assertRefused("missing_capability", mine.deregister(actor(11)));
  }

  /// Somebody with rights in two tenants works for the one that it is registered with, by a session
  /// of that one.
  @Test
  void theRightsOfOneTenantGiveNothingOfAnother() {
    member(11, OTHER, List.of(Capability.CAN_EXECUTE));
    Session elsewhere = queue.as(Principal.of(actor(11), tenant(OTHER)));
    acme.workers().register(Crew.ofTenant(11, tenant(ACME), "away")).join();
    submit(acme, TaskRequest.of("away"));
    queue.tick();
    Workers stranger = elsewhere.workers();
    assertRefused("unknown_actor", stranger.claimable(actor(11), 1));
    assertRefused("unknown_actor", stranger.claim(ClaimRequest.by(actor(11))));
    assertRefused("unknown_actor", stranger.heartbeat(actor(11)));
    assertRefused("unknown_actor", stranger.deregister(actor(11)));
    AttemptRef ref = acme.workers().claim(ClaimRequest.by(actor(11))).join().getFirst().ref();
    assertRefused("unknown_actor", stranger.heartbeat(ref));
    assertRefused("unknown_actor", stranger.report(ref, WorkerReport.of(Outcome.success())));
    assertRefused("unknown_actor", stranger.release(ref));
    stranger.register(Crew.ofTenant(11, tenant(OTHER), "away")).join();
    assertRefused("unknown_actor", acme.workers().heartbeat(actor(11)));
  }

  /// A claim that waits is carried out when something comes.
  @Test
  void whoLosesTheRightToWorkGetsNothingThatItWaitsFor() {
    acme.workers().register(Crew.ofTenant(11, tenant(ACME), "away")).join();
    var waiting = acme.workers().claim(ClaimRequest.by(actor(11)).waitUpTo(Duration.ofSeconds(20)));
    queue.platform().revoke(actor(11), Capability.CAN_EXECUTE, tenant(ACME)).join();
    TaskId task = World.submit(queue, TaskRequest.of("away").tenant(tenant(ACME)));
    queue.tick();
    assertThat(waiting).isCompletedWithValue(List.of());
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
  }

  /// role and grant, both, and nothing else.
  @Test
  void rightsNeedRoleAndGrant() {
    Platform platform = queue.platform();
    grant(1, Role.OPERATOR, Capability.CAN_SUBMIT);
    grant(2, Role.AUDITOR, Capability.CAN_REVIEW);
    grant(3, Role.GATEKEEPER, Capability.CAN_EXECUTE);
    assertThat(platform.role(actor(2), tenant(ACME)).join()).contains(Role.AUDITOR);
    assertThat(held(1)).containsExactly(Capability.CAN_SUBMIT);
    assertThat(held(2)).containsExactly(Capability.CAN_REVIEW);
    assertThat(held(3)).containsExactly(Capability.CAN_EXECUTE);
    assertThat(check(1, Capability.CAN_EXECUTE)).isEqualTo(Permission.MISSING_CAPABILITY);
    assertThat(check(1, Capability.CAN_SUBMIT)).isEqualTo(Permission.ALLOWED);
    assertThat(check(2, Capability.CAN_EXECUTE)).isEqualTo(Permission.MISSING_CAPABILITY);
    assertThat(check(3, Capability.CAN_EXECUTE)).isEqualTo(Permission.ALLOWED);
    assertThat(check(3, Capability.CAN_SUBMIT)).isEqualTo(Permission.MISSING_CAPABILITY);

    platform.grant(actor(4), Capability.CAN_SUBMIT, tenant(ACME)).join();
    assertThat(check(4, Capability.CAN_SUBMIT)).isEqualTo(Permission.NO_ROLE_ASSIGNED);
    assertThat(platform.check(actor(1), Capability.CAN_SUBMIT, tenant(OTHER)).join())
        .isEqualTo(Permission.NO_ROLE_ASSIGNED);
    var custom = new Capability.Custom("CanSubmit");
    assertThat(check(1, custom)).isEqualTo(Permission.MISSING_CAPABILITY);

    platform.revoke(actor(1), Capability.CAN_SUBMIT, tenant(ACME)).join();
    assertThat(check(1, Capability.CAN_SUBMIT)).isEqualTo(Permission.MISSING_CAPABILITY);
    assertRefused(
        "capability_not_granted", platform.revoke(actor(1), Capability.CAN_SUBMIT, tenant(ACME)));
    assertRefused("unknown_tenant", platform.grant(actor(1), custom, tenant(9)));
    assertRefused("unknown_tenant", platform.assignRole(actor(1), Role.AUDITOR, tenant(9)));
    world.kill();
    open();
    assertThat(check(1, Capability.CAN_SUBMIT)).isEqualTo(Permission.MISSING_CAPABILITY);
    assertThat(check(3, Capability.CAN_EXECUTE)).isEqualTo(Permission.ALLOWED);
  }

  private void grant(int number, Role role, Capability capability) {
    queue.platform().assignRole(actor(number), role, tenant(ACME)).join();
    queue.platform().grant(actor(number), capability, tenant(ACME)).join();
  }

  private Permission check(int number, Capability capability) {
    return queue.platform().check(actor(number), capability, tenant(ACME)).join();
  }

  private List<Capability> held(int number) {
    return queue.platform().capabilities(actor(number), tenant(ACME)).join();
  }

  /// 03-W-24: commands ask for the rights of who gives them, at the moment they are carried out.
  @Test
  void commandsNeedTheirCapability() {
    Session submitter = member(21, ACME, List.of(Capability.CAN_SUBMIT));
    Session canceler = member(22, ACME, List.of(Capability.CAN_CANCEL));
    TaskId task = submit(submitter, TaskRequest.of("work"));
    assertThat(refusal(canceler, TaskRequest.of("work"))).isEqualTo("missing_capability");
    assertRefused("missing_capability", submitter.cancelTask(task));
    assertRefused("missing_capability", submitter.cancelRun(World.runOf(queue, task)));
    assertThat(canceler.task(task).join()).isPresent();
    queue.platform().revoke(actor(21), Capability.CAN_SUBMIT, tenant(ACME)).join();
    assertThat(refusal(submitter, TaskRequest.of("work"))).isEqualTo("missing_capability");
    assertThat(canceler.cancelTask(task).join().runsCanceled()).isEqualTo(1);
  }

  /// Without a role, or in no tenant, nothing is there at all.
  @Test
  void strangersSeeNothing() {
    TaskId mine = submit(acme, TaskRequest.of("work"));
    Session stranger = queue.as(Principal.of(actor(12), tenant(ACME)));
    assertRefused("no_role_assigned", stranger.task(mine));
    assertRefused("no_role_assigned", stranger.tasks(TaskQuery.FIRST));
    assertRefused("no_role_assigned", stranger.cancelTask(mine));
    assertThat(refusal(stranger, TaskRequest.of("work"))).isEqualTo("no_role_assigned");
    Session nowhere = queue.as(Principal.of(actor(11), tenant(9)));
    assertRefused("unknown_tenant", nowhere.runs(RunQuery.FIRST));
    assertThat(refusal(nowhere, TaskRequest.of("work"))).isEqualTo("unknown_tenant");
    assertThat(queue.as(Principal.SYSTEM).task(mine).join()).isPresent();
  }

  /// What retention drops is gone for its tenant too, and counted no more.
  @Test
  void droppedTasksLeaveTheirTenant() {
    world.close();
    queue =
        world.openWith(options ->
            options
                .handler("work", _ -> Outcome.success())
                .retention(Retention.forever().maxTasks(1)));
    Session mine = queue.as(acme.principal());
    TaskId first = submit(mine, TaskRequest.of("work"));
    queue.runUntilIdle();
    world.time.advanceSeconds(1);
    TaskId second = submit(mine, TaskRequest.of("work"));
    queue.runUntilIdle();
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(written.join().tasksDropped()).isEqualTo(1);
    assertThat(mine.task(first).join()).isEmpty();
    Page<TaskView> tasks = mine.tasks(TaskQuery.FIRST).join();
    assertThat(tasks.items()).extracting(view -> view.spec().id()).containsExactly(second);
    assertThat(tasks.total()).isEqualTo(1);
    var completed = new RunQuery(10, 0, null, RunState.COMPLETED);
    assertThat(mine.runs(completed).join().total()).isEqualTo(1);
    assertThat(mine.runs(completed).join().items()).hasSize(1);
  }
}
