package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.GateDecided;
import io.actionqueue.core.event.ExtensionEvent.GateOpened;
import io.actionqueue.core.event.ExtensionEvent.LedgerOccurred;
import io.actionqueue.core.event.ExtensionEvent.LimitCleared;
import io.actionqueue.core.event.ExtensionEvent.LimitSet;
import io.actionqueue.core.event.ExtensionEvent.RunDelayed;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.RunReprioritised;
import io.actionqueue.core.event.ExtensionEvent.ScopePaused;
import io.actionqueue.core.event.ExtensionEvent.ScopeResumed;
import io.actionqueue.core.event.ExtensionEvent.SlotsPassedOver;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionConsumed;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TaskRedriven;
import io.actionqueue.core.event.ExtensionEvent.TenantWeightSet;
import io.actionqueue.core.event.ExtensionEvent.TokensTaken;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.event.PlatformEvent.TenantCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What events beyond log version 5 need before them, and what they leave.
class ReplayExtensionTest {
  private static final TaskId NOBODY = new TaskId(1, 99);
  private static final RunId NO_RUN = new RunId(2, 99);
  private static final SubscriptionId SUBSCRIPTION = new SubscriptionId(4, 1);
  private static final TenantId TENANT = new TenantId(5, 1);
  private static final LedgerEntryId ENTRY = new LedgerEntryId(6, 1);
  private static final Scope MAIL = new Scope.Action("mail");

  private static String refusal(Replay replay, ExtensionEvent event) {
    ReplayRefusal refusal = replay.refusal(event);
    assertThat(refusal.kind()).isEqualTo("ExtensionCausality");
    assertThat(refusal.message()).isNotBlank();
    return refusal.detail();
  }

  /// The image holds it, and what is restored from the image is the same.
  private static void survives(Replay replay) {
    StateImage image = replay.state.image();
    QueueState restored = QueueState.of(image);
    assertThat(restored.image()).isEqualTo(image);
    assertThat(restored.digest()).isEqualTo(replay.state.digest());
  }

  /// A start takes a token at the end of its second; the image holds what was taken.
  @Test
  void startsTakeTokens() {
    Replay replay = Replay.ready();
    var none = new Scope.Action("");
    assertThat(refusal(replay, new TokensTaken(none, 5, 5))).isEqualTo("NoRate");
    replay.apply(new LimitSet(none, Limit.ofPermits(1), 1000));
    assertThat(refusal(replay, new TokensTaken(none, 5, 5))).isEqualTo("NoRate");
    replay.apply(new LimitSet(none, Limit.ofRate(new Limit.Rate(1, 10_000, 3)), 1000));
    assertThat(replay.state.extensions().bucketFullAtNanos(none)).isNull();
    replay.move(READY, LEASED, 120);
    assertThat(replay.state.extensions().bucketFullAtNanos(none)).isEqualTo(131_000_000_000L);
    survives(replay);
    replay.apply(new LimitSet(none, Limit.ofRate(new Limit.Rate(1, 100, 2)), 121_000));
    assertThat(replay.state.extensions().bucketFullAtNanos(none)).isEqualTo(122_200_000_000L);
    replay.apply(new TokensTaken(none, 77, 121_000));
    assertThat(replay.state.extensions().bucketFullAtNanos(none)).isEqualTo(77);
    survives(replay);
    replay.apply(new LimitCleared(none, 22_000));
    assertThat(replay.state.extensions().bucketFullAtNanos(none)).isNull();
    survives(replay);
  }

  @Test
  void timesAreMillisecondsAndSecondsAtOnce() {
    var event = new RunNoted(RUN, "why", -1L);
    assertThat(event.timestamp()).isEqualTo(Long.divideUnsigned(-1L, 1000));
    assertThat(new RunNoted(RUN, "why", 1_999).timestamp()).isEqualTo(1);
  }

  @Test
  void aTaskGetsOptionsAndMayGetOthers() {
    Replay replay = Replay.scheduled();
    assertThat(replay.state.extensions().policy(TASK)).isSameAs(TaskPolicy.NONE);
    TaskPolicy two = TaskPolicy.NONE.withKeyPermits(2);
    assertThat(refusal(replay, new TaskPolicySet(NOBODY, two, 1))).isEqualTo("UnknownTask");
    replay.apply(new TaskPolicySet(TASK, two, 1));
    assertThat(replay.state.extensions().policy(TASK)).isEqualTo(two);
    survives(replay);
    replay.apply(new TaskPolicySet(TASK, TaskPolicy.NONE.withKeyPermits(3), 2));
    assertThat(replay.state.extensions().policy(TASK).keyPermits()).isEqualTo(3);
    assertThat(replay.state.image().extensions()).hasSize(1);
  }

  @Test
  void aPriorityLastsUntilTheRunLeavesReady() {
    var event = new RunReprioritised(RUN, 7, 1);
    assertThat(refusal(Replay.scheduled(), event)).isEqualTo("InvalidRunState");
    assertThat(refusal(Replay.empty(), event)).isEqualTo("UnknownRun");
    Replay replay = Replay.ready().apply(event);
    assertThat(replay.state.extensions().priority(replay.run())).isEqualTo(7);
    assertThat(replay.run().priority()).isZero();
    survives(replay);
    replay.move(READY, LEASED, 120);
    assertThat(replay.state.extensions().priority(replay.run())).isZero();
    assertThat(replay.state.image().extensions()).isEmpty();
  }

  @Test
  void aDelayIsKeptUntilTheRunEnds() {
    var event = new RunDelayed(RUN, 200_500, 140_000);
    assertThat(refusal(Replay.running(), event)).isEqualTo("InvalidRunState");
    Replay replay = Replay.running().move(RUNNING, RETRY_WAIT, 140).apply(event);
    assertThat(replay.state.extensions().delay(RUN)).isEqualTo(event);
    survives(replay);
    replay.move(RETRY_WAIT, READY, 200).move(READY, LEASED, 200).move(LEASED, RUNNING, 200);
    assertThat(replay.state.extensions().delay(RUN)).isEqualTo(event);
    replay.move(RUNNING, COMPLETED, 210);
    assertThat(replay.state.extensions().delay(RUN)).isNull();
  }

  @Test
  void theLatestNoteCounts() {
    assertThat(refusal(Replay.empty(), new RunNoted(RUN, "x", 1))).isEqualTo("UnknownRun");
    Replay replay =
        Replay.ready().apply(new RunNoted(RUN, "a", 1)).apply(new RunNoted(RUN, "b", 2));
    assertThat(replay.state.extensions().note(RUN)).isEqualTo("b");
    survives(replay);
  }

  @Test
  void pausesAndResumesTakeTurns() {
    Replay replay = Replay.empty();
    assertThat(refusal(replay, new ScopeResumed(MAIL, 1))).isEqualTo("ScopeNotPaused");
    replay.apply(new ScopePaused(MAIL, 1)).apply(new ScopePaused(new Scope.Tenant(TENANT), 2));
    assertThat(refusal(replay, new ScopePaused(MAIL, 2))).isEqualTo("ScopeAlreadyPaused");
    assertThat(replay.state.extensions().isPaused(MAIL)).isTrue();
    assertThat(replay.state.extensions().isPaused(new Scope.Action("other"))).isFalse();
    survives(replay);
    replay.apply(new ScopeResumed(MAIL, 3));
    assertThat(replay.state.extensions().paused())
        .containsExactly(new ScopePaused(new Scope.Tenant(TENANT), 2));
  }

  @Test
  void aLimitIsSetReplacedAndCleared() {
    Replay replay = Replay.empty();
    assertThat(refusal(replay, new LimitCleared(MAIL, 1))).isEqualTo("NoLimit");
    replay
        .apply(new LimitSet(MAIL, Limit.ofPermits(3), 1))
        .apply(new LimitSet(MAIL, Limit.ofRate(Limit.Rate.perSecond(5)), 2));
    assertThat(replay.state.extensions().limit(MAIL))
        .isEqualTo(new Limit(null, new Limit.Rate(5, 1000, 5)));
    survives(replay);
    replay.apply(new LimitCleared(MAIL, 3));
    assertThat(replay.state.extensions().limit(MAIL)).isNull();
  }

  private static Replay subscribed(SubscriptionMode mode) {
    return Replay.scheduled()
        .apply(new SubscriptionCreated(SUBSCRIPTION, TASK, new EventFilter.Custom("k"), 100))
        .apply(
            new SubscriptionPolicySet(SUBSCRIPTION, mode, SubscriptionScope.NEXT_RUN, 0, 100_000));
  }

  @Test
  void aOneShotSubscriptionIsSpentByItsPromotion() {
    Replay replay = subscribed(SubscriptionMode.ONE_SHOT);
    assertThat(refusal(replay, new SubscriptionConsumed(SUBSCRIPTION, 1)))
        .isEqualTo("NoTriggerPending");
    replay
        .apply(new SubscriptionTriggered(SUBSCRIPTION, 101))
        .apply(new SubscriptionTriggered(SUBSCRIPTION, 102));
    assertThat(replay.state.extensions().terms(SUBSCRIPTION).credits()).isEqualTo(1);
    replay.move(SCHEDULED, READY, 103);
    assertThat(replay.state.isTriggerPending(SUBSCRIPTION)).isTrue();
    survives(replay);
    replay.apply(new SubscriptionConsumed(SUBSCRIPTION, 103_000));
    assertThat(replay.state.isTriggerPending(SUBSCRIPTION)).isFalse();
    replay.apply(new SubscriptionTriggered(SUBSCRIPTION, 104));
    assertThat(replay.state.isTriggerPending(SUBSCRIPTION)).isFalse();
    assertThat(replay.state.extensions().terms(SUBSCRIPTION).isSpent()).isTrue();
    survives(replay);
    assertThat(QueueState.of(replay.state.image()).isTriggerPending(SUBSCRIPTION)).isFalse();
  }

  @Test
  void aRepeatingSubscriptionCountsItsCredits() {
    Replay replay = subscribed(SubscriptionMode.REPEATING);
    for (int i = 0; i < 3; i++) {
      replay.apply(new SubscriptionTriggered(SUBSCRIPTION, 101 + i));
    }
    replay.apply(new SubscriptionConsumed(SUBSCRIPTION, 105_000));
    assertThat(replay.state.extensions().terms(SUBSCRIPTION).credits()).isEqualTo(2);
    assertThat(replay.state.isTriggerPending(SUBSCRIPTION)).isTrue();
    survives(replay);
    QueueState restored = QueueState.of(replay.state.image());
    assertThat(restored.isTriggerPending(SUBSCRIPTION)).isTrue();
    assertThat(restored.extensions().terms(SUBSCRIPTION).credits()).isEqualTo(2);
    replay
        .apply(new SubscriptionConsumed(SUBSCRIPTION, 106_000))
        .apply(new SubscriptionConsumed(SUBSCRIPTION, 107_000));
    assertThat(replay.state.isTriggerPending(SUBSCRIPTION)).isFalse();
    assertThat(replay.state.extensions().terms(SUBSCRIPTION).isSpent()).isFalse();
  }

  @Test
  void aGateIsOpenUntilSomebodyDecides() {
    var opened = new GateOpened(RUN, "release", 1);
    var decided = new GateDecided(RUN, "release", GateVerdict.APPROVED, null, "fine", 2);
    Replay replay = Replay.running();
    assertThat(refusal(replay, decided)).isEqualTo("GateNotOpen");
    assertThat(refusal(replay, new GateOpened(NO_RUN, "x", 1))).isEqualTo("UnknownRun");
    replay.apply(opened);
    assertThat(refusal(replay, opened)).isEqualTo("GateAlreadyOpen");
    Extensions.Gate gate = replay.state.extensions().gate(RUN, "release");
    assertThat(gate).isEqualTo(new Extensions.Gate("release", 1, null));
    survives(replay);
    replay.apply(decided);
    assertThat(refusal(replay, decided)).isEqualTo("GateNotOpen");
    assertThat(replay.state.extensions().gates(RUN).getFirst().verdict())
        .isEqualTo(GateVerdict.APPROVED);
    survives(replay);
    replay.move(RUNNING, COMPLETED, 150);
    assertThat(refusal(replay, new GateOpened(RUN, "late", 3))).isEqualTo("InvalidRunState");
  }

  @Test
  void lineageIsKnownFromBothSides() {
    var event = new TaskRedriven(TASK, NO_RUN, 1);
    assertThat(refusal(Replay.empty(), event)).isEqualTo("UnknownTask");
    Replay replay = Replay.scheduled().apply(event);
    assertThat(replay.state.extensions().originalOf(TASK)).isEqualTo(NO_RUN);
    assertThat(replay.state.extensions().redrivesOf(NO_RUN)).containsExactly(TASK);
    assertThat(refusal(replay, event)).isEqualTo("AlreadyRedriven");
    survives(replay);
  }

  @Test
  void aLedgerEntryTellsItsTimeOnce() {
    var event = new LedgerOccurred(ENTRY, 5, 10);
    assertThat(refusal(Replay.empty(), event)).isEqualTo("UnknownLedgerEntry");
    Replay replay =
        Replay.empty()
            .apply(new LedgerEntryAppended(ENTRY, TENANT, "audit", null, Bytes.utf8("x"), 10))
            .apply(event);
    assertThat(replay.state.extensions().occurredAtMillis(ENTRY)).isEqualTo(5);
    assertThat(refusal(replay, event)).isEqualTo("AlreadyTold");
    survives(replay);
  }

  @Test
  void slotsAddUp() {
    Replay replay = Replay.scheduled();
    assertThat(refusal(replay, new SlotsPassedOver(TASK, 0, 1, 2, 3))).isEqualTo("InvalidSlots");
    assertThat(refusal(replay, new SlotsPassedOver(TASK, 1, 3, 2, 3))).isEqualTo("InvalidSlots");
    assertThat(refusal(replay, new SlotsPassedOver(NOBODY, 1, 2, 2, 3))).isEqualTo("UnknownTask");
    replay.apply(new SlotsPassedOver(TASK, 2, 60, 120, 1));
    replay.apply(new SlotsPassedOver(TASK, 3, 240, 360, 2));
    assertThat(replay.state.extensions().passedOver(TASK))
        .isEqualTo(new SlotsPassedOver(TASK, 5, 60, 360, 2));
    survives(replay);
  }

  @Test
  void aTenantHasAWeight() {
    assertThat(refusal(Replay.empty(), new TenantWeightSet(TENANT, 3, 1)))
        .isEqualTo("UnknownTenant");
    Replay replay = Replay.empty().apply(new TenantCreated(TENANT, "acme", 1));
    assertThat(replay.state.extensions().weight(TENANT)).isEqualTo(1);
    assertThat(refusal(replay, new TenantWeightSet(TENANT, 0, 1))).isEqualTo("InvalidWeight");
    replay.apply(new TenantWeightSet(TENANT, 3, 1));
    assertThat(replay.state.extensions().weight(TENANT)).isEqualTo(3);
    survives(replay);
  }

  @Test
  void anImageTakesNothingAway() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateRestorer.at(1).add(new ScopeResumed(MAIL, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> StateRestorer.at(1).add(new ExtensionEvent.TasksDropped(List.of(TASK), 1)));
  }
}
