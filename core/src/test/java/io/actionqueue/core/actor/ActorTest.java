package io.actionqueue.core.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.ActorId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Remote workers as values (spec 02 §2.9, 03 §10).
class ActorTest {
  private static final long MAX = -1L;

  private static ActorRegistration actor(String identity, List<String> capabilities, long beat) {
    return new ActorRegistration(new ActorId(0, 1), identity, capabilities, null, beat, null);
  }

  private static void refuses(Runnable construction, String kind) {
    assertThatThrownBy(construction::run).extracting("kind").isEqualTo(kind);
  }

  @Test
  void registrationsAreCheckedInOrder() {
    refuses(() -> actor("", List.of(), 0), "EmptyIdentity");
    refuses(() -> actor("runtime", List.of(), 0), "ReservedIdentity");
    refuses(() -> actor("w", List.of(), 0), "EmptyCapabilities");
    refuses(() -> actor("w", List.of("a", ""), 0), "EmptyCapabilityEntry");
    refuses(() -> actor("w", List.of("a"), 0), "ZeroHeartbeatInterval");
    assertThat(actor("Runtime", List.of("a"), MAX).heartbeatIntervalSecs()).isEqualTo(MAX);
  }

  @Test
  @DisplayName("A-739, A-740, A-741: every required capability must be held")
  void everyRequiredCapabilityMustBeHeld() {
    ActorRegistration actor = actor("w", List.of("compute", "review", "gpu"), 10);

    assertThat(actor.satisfies(List.of("compute", "review"))).isTrue();
    assertThat(actor.satisfies(List.of("compute", "deploy"))).isFalse();
    assertThat(actor.satisfies(List.of("Compute"))).isFalse();
    assertThat(actor.satisfies(List.of())).isTrue();
    assertThat(ActorRegistration.satisfies(List.of(), List.of())).isTrue();
    assertThat(ActorRegistration.satisfies(List.of(), List.of("a"))).isFalse();
  }

  @Test
  @DisplayName("A-727, A-728, A-729: dead after three silent intervals")
  void deadAfterThreeSilentIntervals() {
    HeartbeatPolicy policy = HeartbeatPolicy.every(10);

    assertThat(policy.isDead(1000, 1029)).isFalse();
    assertThat(policy.isDead(1000, 1030)).isTrue();
    assertThat(policy.isDead(1025, 1054)).isFalse();
    assertThat(policy.isDead(1025, 1055)).isTrue();
    assertThat(policy.deadAt(1000)).isEqualTo(1030);
  }

  @Test
  void timeoutsSaturate() {
    assertThat(new HeartbeatPolicy(MAX, 3).timeoutSecs()).isEqualTo(MAX);
    assertThat(new HeartbeatPolicy(MAX, 1).timeoutSecs()).isEqualTo(MAX);
    assertThat(HeartbeatPolicy.every(10).deadAt(MAX - 5)).isEqualTo(MAX);
    assertThat(HeartbeatPolicy.every(10).isDead(MAX - 5, MAX - 1)).isFalse();
    assertThat(HeartbeatPolicy.DEFAULT.timeoutSecs()).isEqualTo(90);
  }

  @Test
  void heartbeatPoliciesAreChecked() {
    refuses(() -> new HeartbeatPolicy(0, 0), "ZeroHeartbeatInterval");
    refuses(() -> new HeartbeatPolicy(1, 0), "InvalidTimeoutMultiplier");
    refuses(() -> new HeartbeatPolicy(1, 1L << 32), "InvalidTimeoutMultiplier");
  }
}
