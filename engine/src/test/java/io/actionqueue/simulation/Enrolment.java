package io.actionqueue.simulation;

import io.actionqueue.Principal;
import io.actionqueue.Workers;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How workers elsewhere come and go, and on whose behalf they speak (03 §10.1, §10.5): by whoever
/// embeds the engine, or by a session of their own, which must refuse whom it does not know as a
/// worker of its tenant, and whoever has no right to execute there.
final class Enrolment {
  /// So many workers; the last two are mostly of one tenant each.
  static final int MEMBERS = 5;

  private static final String RULE = "RT-47";
  private static final int OF_TENANTS = 4;
  private static final List<String> ALL = List.of("away", "pair", "single", "gpu");

  /// What nobody is told who has the right.
  private static final Set<String> OF_RIGHTS = Set.of("no_role_assigned", "missing_capability");

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Life life;
  private boolean calm;

  Enrolment(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
  }

  static ActorId member(int number) {
    return new ActorId(0x4000L, 0x8000_0000_0000_0000L + number);
  }

  /// The worker that is mostly of a tenant.
  static ActorId ofTenant(int tenant) {
    return member(OF_TENANTS + tenant);
  }

  boolean isActive(ActorId id) {
    StateImage.Actor actor = known.state.actor(id);
    return actor != null && actor.isActive();
  }

  /// On whose behalf a worker speaks now: mostly as it should, sometimes as if it were of another
  /// tenant.
  Principal voice(ActorId id) {
    StateImage.Actor actor = known.state.actor(id);
    TenantId tenant = actor == null ? null : actor.tenantId();
    boolean own = tenant != null && random.coin();
    if (calm || !(own || random.chance(1, 15))) {
      return Principal.SYSTEM;
    }
    boolean stranger = tenant == null || random.chance(1, 6);
    return Principal.of(id, stranger ? Workload.tenant(random.below(2)) : tenant);
  }

  /// Why somebody may not do anything as a worker, null if it may.
  @Nullable String refusal(Principal voice, ActorId id) {
    String right = life.platform().refusal(voice, Capability.CAN_EXECUTE);
    if (right != null || !(voice instanceof Principal.Member(_, var tenant))) {
      return right;
    }
    StateImage.Actor actor = known.state.actor(id);
    return actor == null || !tenant.equals(actor.tenantId()) ? "unknown_actor" : null;
  }

  /// Whether a run is there for a worker.
  boolean isShown(ActorId id, @Nullable TenantId owner) {
    StateImage.Actor actor = known.state.actor(id);
    return actor != null && Objects.equals(actor.tenantId(), owner);
  }

  /// Asks something as a worker, and holds the answer against the rights; null if there is none.
  <T> @Nullable T ask(
      Principal voice, ActorId id, Function<Workers, CompletableFuture<T>> question) {
    String expected = refusal(voice, id);
    return told(voice, expected, question.apply(workers(voice)));
  }

  Workers workers(Principal voice) {
    return life.as(voice).workers();
  }

  /// The answer that is there, held against the rights; null if it is a refusal, or the engine has
  /// failed.
  ///
  /// @param expected the refusal because of rights, null if there should be none
  <T> @Nullable T told(Principal voice, @Nullable String expected, CompletableFuture<T> answer) {
    T told = life.answer(answer);
    if (!life.isDown()) {
      String refused = life.refused();
      boolean right =
          expected == null
              ? !OF_RIGHTS.contains(String.valueOf(refused))
              : expected.equals(refused);
      verdicts.expect(RULE, right, () -> voice + " was told " + refused + ", should " + expected);
      verdicts.expect(
          RULE,
          expected == null || known.state.latestSequence() == life.sequenceBefore(),
          () -> voice + " was refused " + refused + ", and it changed something");
    }
    return told;
  }

  /// A worker registers, or registers anew: as what it was or as something else.
  void register(int number) {
    String name = number == MEMBERS && random.chance(1, 8) ? "worker-" + OF_TENANTS : null;
    var some = ALL.stream().filter(_ -> random.coin()).toList();
    String department = random.pick("", "ops", "lab");
    register(
        voice(member(number)),
        new ActorRegistration(
            member(number),
            name == null ? "worker-" + number : name,
            some.isEmpty() ? List.of("away") : some,
            department.isEmpty() ? null : new DepartmentId(department),
            random.between(3, 20),
            tenant(number)));
  }

  private @Nullable TenantId tenant(int number) {
    if (number >= OF_TENANTS && random.chance(5, 6)) {
      return Workload.tenant(number - OF_TENANTS);
    }
    return random.chance(1, number >= OF_TENANTS ? 2 : 12)
        ? Workload.tenant(random.below(2))
        : null;
  }

  private void register(Principal voice, ActorRegistration registration) {
    known.beginStep();
    TenantId tenant = registration.tenantId();
    String right = life.platform().refusal(voice, Capability.CAN_EXECUTE);
    boolean foreign = voice instanceof Principal.Member(_, var own) && !own.equals(tenant);
    boolean unknown = tenant != null && known.state.tenant(tenant) == null;
    StateImage.Actor other = known.activeActor(registration.identity());
    boolean taken = other != null && !other.actorId().equals(registration.actorId());
    boolean perhaps = taken && life.crew().mayBeDead(other);
    var answer = life.enlist(voice, registration);
    boolean told = told(voice, right == null && foreign ? "unknown_tenant" : right, answer) != null;
    boolean obstacle = right != null || foreign || unknown;
    verdicts.expect(
        RULE,
        life.isDown() || (perhaps && !obstacle) || told == !(obstacle || taken),
        () -> registration + " was told " + life.refused());
  }

  void deregister(ActorId id) {
    Principal voice = voice(id);
    life.crew().leaving(refusal(voice, id) == null);
    ask(voice, id, workers -> workers.deregister(id));
    life.crew().leaving(false);
  }

  /// From now on those who can do everything are there, one for nobody and one for each tenant.
  ///
  /// @return those who are
  List<ActorId> all() {
    calm = true;
    enlistForGood(1, null);
    StateImage.Actor last = known.state.actor(member(MEMBERS));
    if (last != null && last.isActive() && !last.identity().equals("worker-" + MEMBERS)) {
      deregister(member(MEMBERS)); // it has the name of another one
    }
    for (int tenant = 0; tenant < 2; tenant++) {
      if (known.state.tenant(Workload.tenant(tenant)) != null) {
        enlistForGood(OF_TENANTS + tenant, Workload.tenant(tenant));
      }
    }
    return List.of(member(1), ofTenant(0), ofTenant(1)).stream().filter(this::isActive).toList();
  }

  private void enlistForGood(int number, @Nullable TenantId tenant) {
    StateImage.Actor actor = known.state.actor(member(number));
    if (actor == null || !actor.isActive() || actor.heartbeatIntervalSecs() < 1_000_000) {
      var ops = new DepartmentId("ops");
      register(
          Principal.SYSTEM,
          new ActorRegistration(member(number), "worker-" + number, ALL, ops, 1_000_000, tenant));
    }
  }

  /// RT-46, 03 §10.5: what a worker is shown is what it may have, and who else is there.
  void look(ActorId id) {
    Principal voice = voice(id);
    var runs = ask(voice, id, workers -> workers.claimable(id, 50));
    StateImage.Actor actor = known.state.actor(id);
    if (runs != null && actor != null) {
      runs.forEach(view -> {
        var run = known.state.run(view.run().instance().id());
        verdicts.expect(
            "RT-46",
            run != null && known.canTake(actor, run),
            () -> actor + " is shown " + view.run().instance().id());
      });
    }
    if (life.isDown()) {
      return;
    }
    if (refusal(voice, id) == null && actor != null && actor.isActive()) {
      life.crew().heard(id);
    }
    seeOthers(voice, member(random.between(1, MEMBERS)));
  }

  private void seeOthers(Principal voice, ActorId other) {
    StateImage.Actor actor = known.state.actor(other);
    boolean shown =
        actor != null
            && (!(voice instanceof Principal.Member(_, var tenant))
                || tenant.equals(actor.tenantId()));
    var view = told(voice, life.platform().refusalToMembers(voice), workers(voice).worker(other));
    verdicts.expect(
        RULE, view == null || view.isPresent() == shown, () -> voice + " sees " + other);
  }
}
