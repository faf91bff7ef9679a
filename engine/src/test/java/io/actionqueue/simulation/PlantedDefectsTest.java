package io.actionqueue.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.OnUncertain;
import io.actionqueue.Outcome;
import io.actionqueue.Principal;
import io.actionqueue.Retention;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.simulation.Settings.Selection;
import io.actionqueue.simulation.Story.Variation;
import io.actionqueue.storage.file.ForwardingFile;
import io.actionqueue.storage.file.ForwardingFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The simulation finds what it is there to find: an engine that is set up otherwise than the
/// judges believe breaks exactly their rules, and a disk that says that it has synced and has not
/// loses what was acknowledged.
class PlantedDefectsTest {
  private static final int SEEDS = 400;

  private static void expectFound(String rule, UnaryOperator<Settings> belief) {
    expectFound(rule, Variation.NONE.believing(belief));
  }

  /// One of the first stories breaks the rule.
  static void expectFound(String rule, Variation variation) {
    var others = new TreeSet<String>();
    for (long seed = 1; seed <= SEEDS && !isFound(rule, others); seed++) {
      try {
        new Story(seed, variation).play();
      } catch (AssertionError found) {
        String message = String.valueOf(found.getMessage());
        message
            .lines()
            .takeWhile(line -> !line.equals("after"))
            .forEach(line -> others.add(line.strip()));
      }
    }
    assertThat(others).anyMatch(line -> line.startsWith(rule));
  }

  private static boolean isFound(String rule, TreeSet<String> broken) {
    return broken.stream().anyMatch(line -> line.startsWith(rule));
  }

  private static Settings with(Settings real, int slots, Backoff backoff, Selection selection) {
    return new Settings(
        slots,
        real.leaseSecs(),
        backoff,
        real.maxInterruptions(),
        real.onUncertain(),
        real.snapshotEvents(),
        selection,
        real.segmentBytes(),
        real.prepareBytes(),
        real.grace(),
        real.parentsWait(),
        real.retention());
  }

  @Test
  void moreHandlersAtOnceThanAllowed() {
    expectFound(
        "RT-14",
        real -> with(real, Math.max(1, real.slots() - 1), real.backoff(), real.selection()));
  }

  @Test
  void slotsLeftUnused() {
    expectFound("RT-18", real -> with(real, real.slots() + 1, real.backoff(), real.selection()));
  }

  @Test
  void retriesTooEarlyOrTooLate() {
    var longer = new Backoff.Fixed(25_000);
    expectFound("RT-11", real -> with(real, real.slots(), longer, real.selection()));
    var none = new Backoff.Fixed(0);
    expectFound("RT-11", real -> with(real, real.slots(), none, real.selection()));
  }

  private static void expectUnlike(UnaryOperator<Selection> belief) {
    expectFound("RT-13", real -> real.withSelection(belief.apply(real.selection())));
  }

  @Test
  void anotherOrderOfSelection() {
    expectUnlike(real -> real.with(!real.byCreation(), real.ageingSecs(), real.shared()));
  }

  @Test
  void waitingThatMakesUpForMoreOrLessPriority() {
    expectUnlike(real -> real.with(real.byCreation(), real.ageingSecs() + 9, real.shared()));
    expectUnlike(real -> real.with(real.byCreation(), 0, real.shared()));
  }

  /// They take turns and should not, or should and do not, or by weights that are not theirs.
  @Test
  void turnsOfTenants() {
    expectUnlike(real -> real.with(real.byCreation(), real.ageingSecs(), false));
    expectUnlike(real -> real.with(real.byCreation(), real.ageingSecs(), true));
    expectUnlike(real -> new Selection(real.byCreation(), real.ageingSecs(), real.shared(), false));
  }

  /// They take turns at limits by weights that are not theirs: the more, the less, or all alike.
  @Test
  void turnsAtLimits() {
    expectFound("03-W-33, turns", Variation.NONE.with(Twist.NONE.ofWeights(own -> 12 / own)));
    expectFound("03-W-33, turns", Variation.NONE.with(Twist.NONE.ofWeights(_ -> 1)));
  }

  /// More runs or fewer, more starts or fewer than a limit allows.
  @Test
  void limitsThatAllowOtherThanTheySay() {
    expectLimitsUnlike("RT-16", limit -> limited(limit, -1, 1, 0));
    expectLimitsUnlike("RT-18", limit -> limited(limit, 1, 1, 0));
    expectLimitsUnlike("RT-16", limit -> limited(limit, 0, 2, 0));
    expectLimitsUnlike("RT-18", limit -> limited(limit, 0, 1, 2));
  }

  private static void expectLimitsUnlike(String rule, UnaryOperator<Limit> belief) {
    expectFound(rule, Variation.NONE.with(Twist.NONE.ofLimits(belief)));
  }

  private static Limit limited(Limit limit, int morePermits, int slower, int moreBurst) {
    Integer permits = limit.permits();
    Limit.Rate rate = limit.rate();
    return new Limit(
        permits == null ? null : Integer.valueOf(Math.max(1, permits + morePermits)),
        rate == null
            ? null
            : new Limit.Rate(rate.tokens(), rate.perMillis() * slower, rate.burst() + moreBurst));
  }

  /// A further run is due at another time than somebody has asked for.
  @Test
  void furtherRunsAtAnotherTime() {
    Twist late = Twist.NONE.ofDueTimes(at -> at + 2);
    expectFound("RT-3 ", Variation.NONE.with(late));
    expectFound("RT-9 ", Variation.NONE.with(late));
    expectFound("04 §13.2", Variation.NONE.with(late));
  }

  @Test
  void runsThatOutliveTheirInterruptions() {
    expectFound(
        "INV-55",
        real ->
            new Settings(
                real.slots(),
                real.leaseSecs(),
                real.backoff(),
                real.maxInterruptions() == 0 ? 1 : 0,
                real.onUncertain() == OnUncertain.FAIL ? OnUncertain.RETRY : OnUncertain.FAIL,
                real.snapshotEvents(),
                real.selection(),
                real.segmentBytes(),
                real.prepareBytes(),
                real.grace(),
                real.parentsWait(),
                real.retention()));
  }

  @Test
  void tasksThatAreDroppedTooEarly() {
    expectFound("S-21", real -> real.withRetention(Retention.forever()));
  }

  @Test
  void tasksThatAreKeptTooLong() {
    expectFound("S-21", real -> real.withRetention(Retention.forever().maxTasks(0)));
  }

  @Test
  void parentsThatWaitAlthoughTheyShouldNot() {
    expectFound("03 §8.2.2", real -> real.withParentsWaiting(false));
  }

  /// A handler's wish to wait at a gate reaches the engine as one to be set aside.
  @Test
  void gatesThatDoNotHold() {
    UnaryOperator<Outcome> open =
        outcome -> outcome instanceof Outcome.Suspended ? Outcome.suspend() : outcome;
    expectFound("03 §10.7", Variation.NONE.with(Twist.NONE.ofOutcomes(open)));
  }

  /// Whoever has no right decides, and does everything else, with everybody's.
  @Test
  void deedsOfThoseWhoMayNot() {
    UnaryOperator<Principal> mighty = _ -> Principal.SYSTEM;
    expectFound("03 §10.7", Variation.NONE.with(Twist.NONE.ofPrincipals(mighty)));
    expectFound("03 §10.5", Variation.NONE.with(Twist.NONE.ofPrincipals(mighty)));
    expectFound("04 §13.2", Variation.NONE.with(Twist.NONE.ofPrincipals(mighty)));
    expectFound("RT-47", Variation.NONE.with(Twist.NONE.ofPrincipals(mighty)));
  }

  /// A worker is known as one of another tenant, of another department, as one that can do more.
  @Test
  void workersThatAreTakenForOthers() {
    expectMistaken(
        worker -> as(worker, worker.capabilities(), worker.department(), otherThan(worker)));
    var ops = new DepartmentId("ops");
    expectMistaken(worker -> as(worker, worker.capabilities(), ops, worker.tenantId()));
    var all = List.of("away", "pair", "single", "gpu");
    expectMistaken(worker -> as(worker, all, worker.department(), worker.tenantId()));
  }

  private static void expectMistaken(Twist.Registrar registrar) {
    expectFound("RT-46", Variation.NONE.with(Twist.NONE.ofRegistrations(registrar)));
  }

  private static @Nullable TenantId otherThan(ActorRegistration worker) {
    TenantId tenant = worker.tenantId();
    return tenant == null ? null : Workload.tenant(tenant.equals(Workload.tenant(0)) ? 1 : 0);
  }

  private static ActorRegistration as(
      ActorRegistration worker,
      List<String> capabilities,
      @Nullable DepartmentId department,
      @Nullable TenantId tenant) {
    return new ActorRegistration(
        worker.actorId(),
        worker.identity(),
        capabilities,
        department,
        worker.heartbeatIntervalSecs(),
        tenant);
  }

  @Test
  void aDiskThatDoesNotSync() {
    expectFound("RT-49", Variation.NONE.on(PlantedDefectsTest::lying));
  }

  /// The disk, but for syncs of files, which do nothing.
  private static FileStore lying(FileStore disk) {
    return new ForwardingFiles(disk) {
      @Override
      public FileHandle open(Path path, OpenMode mode) throws IOException {
        return new ForwardingFile(super.open(path, mode)) {
          @Override
          public void sync(boolean withMetadata) {}
        };
      }
    };
  }
}
